// The buffers behind a plan's places.
using System.Collections.Immutable;
using Engine;

namespace CnnCompute;

/// <summary>Owns arena, derived, input, value and published buffers, borrows parameters and images, and turns places into bindings.</summary>
internal sealed class DeviceMemory : IDisposable
{
    private readonly GpuBuffer[] arenas, derived, inputs, published;
    private readonly GpuBuffer? values;
    private readonly Residence.Slot[] parameters;
    private readonly GpuImage[] images;
    private readonly ImmutableArray<string> imageNames;

    /// <summary>Allocates, and fills everything with zeros so that tails beyond tensors are numbers.</summary>
    /// <exception cref="ArgumentException">An image the plan needs is missing, or one was given that it does not know.</exception>
    public DeviceMemory(Residence residence, MemoryMap map, string name, IEnumerable<(string Name, GpuImage Image)> bound)
    {
        var gpu = residence.Gpu;
        Addresses = new AddressTable(gpu, name);
        imageNames = map.Images;
        images = new GpuImage[imageNames.Length];
        foreach (var (imageName, image) in bound)
            Rebind(imageName, image);
        if (Array.IndexOf(images, null) is >= 0 and var missing)
            throw new ArgumentException($"{name}: image \"{imageNames[missing]}\" is used by the graph but was not given to Plan.Compile");
        var made = new List<GpuBuffer>();
        GpuBuffer Make(long bytes, string label)
        {
            made.Add(gpu.Buffer(Math.Max(Place.Granularity, bytes), $"{name} {label}"));
            return made[^1];
        }
        try
        {
            parameters = [.. map.Parameters.Select(p => residence.Acquire(p))];
            arenas = [.. map.ArenaBytes.Select((b, i) => Make(b, $"arena {i}"))];
            derived = [.. map.DerivedBytes.Where(b => b > 0).Select((b, i) => Make(b, $"derived {i}"))];
            inputs = [.. map.Inputs.Select(i => Make(Place.RoundUp(i.Dimensions.Bytes), i.Key))];
            published = [.. map.Published.Select((p, i) => Make(p.Place.Bytes, $"published {i}"))];
            values = map.ValueBytes > 0 ? Make(map.ValueBytes, "values") : null;
            if (made.Count > 0)
            {
                gpu.Run(c =>
                {
                    foreach (var buffer in made)
                        c.Fill(buffer, 0);
                });
            }
        }
        catch
        {
            made.ForEach(b => b.Dispose());
            throw;
        }
    }

    /// <summary>The addresses of what large launches work on.</summary>
    public AddressTable Addresses { get; }

    /// <summary>The values buffer; null when the plan has no values.</summary>
    public GpuBuffer? Values => values;

    /// <summary>Slots of the plan's parameters, by index of their region.</summary>
    public IReadOnlyList<Residence.Slot> Parameters => parameters;

    /// <summary>Bytes of all own buffers.</summary>
    public long OwnBytes => arenas.Concat(derived).Concat(inputs).Concat(published).Sum(b => b.Bytes) + (values?.Bytes ?? 0);

    /// <summary>The image bound under index <paramref name="i"/> of the image region.</summary>
    public GpuImage Image(int i) => images[i];

    /// <summary>Replaces an image; recordings made before still use the old one.</summary>
    public void Rebind(string name, GpuImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var i = imageNames.IndexOf(name);
        if (i < 0)
        {
            throw new ArgumentException(
                $"The plan binds no image \"{name}\"; it binds {(imageNames.IsEmpty ? "none" : string.Join(", ", imageNames))}");
        }
        images[i] = image;
    }

    /// <summary>The binding of a place; for images as the kernel wants it.</summary>
    public Binding Bind(Place place, BindingKind kind = BindingKind.StorageBuffer) => place.Region switch
    {
        Region.Image => kind == BindingKind.SampledImage ? Binding.SampledUnorm(images[place.Index]) : images[place.Index],
        _ => new Binding(Buffer(place), place.Offset, place.Bytes),
    };

    /// <summary>What tells memory apart for the barrier checker.</summary>
    public (object Memory, long Offset, long Bytes) Identify(Place place)
    {
        var binding = Bind(place);
        return binding.Image is { } image ? (image, 0, 1) : (binding.Buffer!, binding.Offset, binding.Bytes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var buffer in arenas.Concat(derived).Concat(inputs).Concat(published))
            buffer.Dispose();
        values?.Dispose();
        Addresses.Dispose();
    }

    private GpuBuffer Buffer(Place place) => place.Region switch
    {
        Region.Arena => arenas[place.Index],
        Region.Derived => derived[place.Index],
        Region.Input => inputs[place.Index],
        Region.Values => values!,
        Region.Parameter => parameters[place.Index].Buffer,
        Region.Published => published[place.Index],
        _ => throw new InvalidOperationException($"{place} is no buffer"),
    };
}
