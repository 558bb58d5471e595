// What is known of a component type at compile time, cached per type.
namespace Arch.Core;

/// <summary>The registration of T.</summary>
public static class Component<T>
{
    public static readonly ComponentType ComponentType = ComponentRegistry.Add<T>();
    public static readonly Signature Signature = new(ComponentType);
}

/// <summary>Lookups by value.</summary>
public static class Component
{
    public static ComponentType GetComponentType(Type type) => ComponentRegistry.Add(type);

    /// <summary>A hash of a set of components: their order does not matter.</summary>
    public static int GetHashCode(Span<ComponentType> components)
    {
        uint hash = 0;
        foreach (var component in components)
        {
            var mixed = ((uint)component.Id + 1) * 0x9E3779B1;
            hash += mixed ^ (mixed >> 15);
        }
        return (int)hash;
    }
}
