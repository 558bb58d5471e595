// The pictures of a scene by name: where those who make them and those who show them meet.
using System.Diagnostics.CodeAnalysis;

namespace Engine;

/// <summary>Names of images that exist now. Systems publish theirs; sprites, meshes and plugins look them up. Owns nothing.</summary>
public sealed class Images
{
    private readonly Dictionary<string, GpuImage> byName = [];

    /// <summary>The names there are.</summary>
    public IReadOnlyCollection<string> Names => byName.Keys;

    /// <summary>The names there are, as messages list them.</summary>
    public string List() => string.Join(", ", Names);

    /// <summary>Shows <paramref name="image"/> under <paramref name="name"/>, in place of what was there.</summary>
    public void Publish(string name, GpuImage image) => byName[name] = image;

    /// <summary>Takes a name back if it still is this image's.</summary>
    public void Withdraw(string name, GpuImage image)
    {
        if (byName.TryGetValue(name, out var now) && ReferenceEquals(now, image))
            byName.Remove(name);
    }

    /// <summary>The image of that name, if there is one yet.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out GpuImage? image) => byName.TryGetValue(name, out image);

    /// <summary>The image of that name, or null.</summary>
    public GpuImage? Find(string name) => byName.GetValueOrDefault(name);
}
