// What everything that is compiled for a trained net has in common: it frees what it made.
using Engine;

namespace CnnCompute;

/// <summary>
/// Plans that belong together, and parameters that only they use, on a <see cref="Residence"/> whose weights others use too. Disposing it frees both,
/// newest first; so does a constructor that throws, between <see cref="Constructing"/> and <see cref="Construction.Complete"/>.
/// </summary>
/// <param name="weights">Holds the weights and the parameters; outlives this.</param>
public abstract class Computation(Residence weights) : IDisposable
{
    private readonly List<IDisposable> parts = [];
    private readonly List<IEnumerable<Parameter>> state = [];

    /// <summary>Holds the weights and the parameters.</summary>
    protected Residence Weights { get; } = weights;

    /// <summary>Frees plans, other parts and parameters; the weights stay.</summary>
    public virtual void Dispose()
    {
        try
        {
            DisposeParts();
        }
        finally
        {
            Weights.Remove(state.SelectMany(s => s));
            state.Clear();
        }
    }

    /// <summary>
    /// What a constructor makes from here on is freed unless it says that it is complete: <c>using var construction = Constructing();</c>.
    /// </summary>
    protected Construction Constructing() => new(this);

    /// <summary>Compiles a plan that is freed with this.</summary>
    /// <inheritdoc cref="Plan.Compile(Residence, IEnumerable{Tensor}, IEnumerable{Tensor}, IEnumerable{ValueTuple{string, GpuImage}}, PlanOptions)"/>
    protected Plan Compile(
        IEnumerable<Tensor> roots, IEnumerable<Tensor>? fetch = null, IEnumerable<(string Name, GpuImage Image)>? images = null,
        PlanOptions? options = null) =>
        Own(Plan.Compile(Weights, roots, fetch, images, options));

    /// <summary>Frees a part with this, before the parts it was made from.</summary>
    protected T Own<T>(T part) where T : IDisposable
    {
        parts.Add(part);
        return part;
    }

    /// <summary>Frees parameters with this; which ones is read then.</summary>
    protected void OwnState(params IEnumerable<Parameter> parameters) => state.Add(parameters);

    /// <summary>A parameter of zeros that is freed with this.</summary>
    protected Parameter State(string name, Shape shape)
    {
        var parameter = new Parameter(name, shape, () => new float[shape.Count], requiresGrad: false);
        OwnState(parameter);
        return parameter;
    }

    // One that fails keeps none of the others.
    private void DisposeParts()
    {
        while (parts.Count > 0)
        {
            var last = parts[^1];
            parts.RemoveAt(parts.Count - 1);
            try
            {
                last.Dispose();
            }
            catch
            {
                DisposeParts();
                throw;
            }
        }
    }

    /// <summary>A constructor under way.</summary>
    protected sealed class Construction(Computation made) : IDisposable
    {
        private bool complete;

        /// <summary>The constructor has made everything; the computation is its caller's.</summary>
        public void Complete() => complete = true;

        /// <summary>Frees what a constructor has made that did not come to its end.</summary>
        public void Dispose()
        {
            if (!complete)
                made.Dispose();
        }
    }
}
