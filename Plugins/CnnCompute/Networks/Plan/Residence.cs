// Where parameters live on a device, shared by all plans of a model.
using Engine;

namespace CnnCompute;

/// <summary>
/// Owns the device buffers of parameters: weights, running statistics, optimiser state. A parameter is uploaded when a plan first uses it; every
/// change counts up its version, by which plans know that what they derived from it is stale. Dispose it after the plans that use it.
/// </summary>
public sealed class Residence(Gpu gpu) : IDisposable
{
    /// <summary>One parameter on the device.</summary>
    internal sealed class Slot(Parameter parameter, GpuBuffer buffer)
    {
        public Parameter Parameter { get; } = parameter;

        public GpuBuffer Buffer { get; } = buffer;

        public long Version { get; set; }

        /// <summary>Plans that use it.</summary>
        public int Plans { get; set; }
    }

    private readonly Dictionary<Parameter, Slot> slots = [];
    private readonly Lock gate = new();
    private int plans;
    private long plansSoFar;
    private bool disposed;

    /// <summary>The device.</summary>
    public Gpu Gpu { get; } = gpu;

    /// <summary>Plans that live on it.</summary>
    public int Plans
    {
        get
        {
            lock (gate)
                return plans;
        }
    }

    /// <summary>Plans that it has had so far.</summary>
    internal long PlansSoFar
    {
        get
        {
            lock (gate)
                return plansSoFar;
        }
    }

    /// <summary>Parameters that are on the device.</summary>
    public IReadOnlyList<Parameter> Parameters
    {
        get
        {
            lock (gate)
                return [.. slots.Keys];
        }
    }

    /// <summary>Bytes of all parameters on the device.</summary>
    public long Bytes
    {
        get
        {
            lock (gate)
                return slots.Values.Sum(s => s.Buffer.Bytes);
        }
    }

    /// <summary>
    /// The parameter's current values in NCHW order; waits for the device. One that is not on the device yet gives its initial values.
    /// </summary>
    public float[] Get(Parameter parameter)
    {
        lock (gate)
        {
            if (!slots.TryGetValue(parameter, out var slot))
                return [.. parameter.Initial];
            var memory = new float[parameter.Shape.Count];
            Gpu.Download(new Binding(slot.Buffer, 0, parameter.Shape.Bytes), memory.AsSpan());
            return parameter.Shape.FromMemory<float>(memory);
        }
    }

    /// <summary>Replaces the parameter's values, given in NCHW order; waits for the device.</summary>
    /// <exception cref="ShapeException">The number of values is not the shape's.</exception>
    public void Set(Parameter parameter, ReadOnlySpan<float> values)
    {
        if (values.Length != parameter.Shape.Count)
            throw new ShapeException($"Parameter {parameter.Name}: {values.Length} values for shape {parameter.Shape}");
        lock (gate)
            Acquire(parameter, values).Version++;
    }

    /// <summary>
    /// Counts the changes of a parameter: by <see cref="Set"/> and by every run of a plan that updates it. 0 before it is on the device.
    /// </summary>
    public long Version(Parameter parameter)
    {
        lock (gate)
            return slots.TryGetValue(parameter, out var slot) ? slot.Version : 0;
    }

    /// <summary>
    /// Frees the buffers of <paramref name="parameters"/>: state of a computation that has ended, beside weights that others go on using. Those that
    /// are not here are passed over.
    /// </summary>
    /// <exception cref="InvalidOperationException">A plan that uses one is still alive.</exception>
    public void Remove(IEnumerable<Parameter> parameters)
    {
        lock (gate)
        {
            foreach (var parameter in parameters)
            {
                if (!slots.TryGetValue(parameter, out var slot))
                    continue;
                if (slot.Plans > 0)
                {
                    throw new InvalidOperationException(
                        $"Parameter {parameter.Name} was removed while {slot.Plans} plans use it; dispose the plans first");
                }
                slots.Remove(parameter);
                slot.Buffer.Dispose();
            }
        }
    }

    /// <summary>Frees the buffers.</summary>
    /// <exception cref="InvalidOperationException">Plans that use them are still alive.</exception>
    public void Dispose()
    {
        lock (gate)
        {
            if (disposed)
                return;
            if (plans > 0)
                throw new InvalidOperationException($"A Residence was disposed while {plans} of its plans live; dispose the plans first");
            disposed = true;
            foreach (var slot in slots.Values)
                slot.Buffer.Dispose();
            slots.Clear();
        }
    }

    /// <summary>The parameter's slot; uploads <paramref name="values"/>, or the initial ones of a parameter that is new here.</summary>
    internal Slot Acquire(Parameter parameter, ReadOnlySpan<float> values = default)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (slots.TryGetValue(parameter, out var slot))
            {
                if (!values.IsEmpty)
                    Upload(slot, values);
                return slot;
            }
            slot = new Slot(parameter, Gpu.Buffer(Place.RoundUp(parameter.Shape.Bytes), parameter.Name));
            try
            {
                Upload(slot, values.IsEmpty ? parameter.Initial : values);
            }
            catch
            {
                slot.Buffer.Dispose();
                throw;
            }
            return slots[parameter] = slot;
        }
    }

    private void Upload(Slot slot, ReadOnlySpan<float> values) =>
        Gpu.Upload<float>(new Binding(slot.Buffer, 0, slot.Parameter.Shape.Bytes), slot.Parameter.Shape.ToMemory(values));

    internal void Enter()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            plans++;
            plansSoFar++;
        }
    }

    internal void Leave()
    {
        lock (gate)
            plans--;
    }

    /// <summary>A plan begins (or, with -1, ceases) to use these slots.</summary>
    internal void Use(IReadOnlyList<Slot> used, int plans = 1)
    {
        lock (gate)
        {
            foreach (var slot in used)
                slot.Plans += plans;
        }
    }
}
