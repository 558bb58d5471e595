// A set of component types: what an archetype has, or what a query asks for.
using Arch.Core.Utils;

namespace Arch.Core;

/// <summary>Component types in the order given; equality ignores the order.</summary>
public readonly struct Signature : IEquatable<Signature>
{
    public static readonly Signature Null = new();

    private readonly ComponentType[]? components;
    private readonly int hash;

    public Signature(params ComponentType[] components)
    {
        this.components = components;
        hash = Component.GetHashCode(components);
    }

    public Signature(ReadOnlySpan<ComponentType> components) : this(components.ToArray())
    {
    }

    public int Count => components?.Length ?? 0;

    public Span<ComponentType> Components => components;

    public bool Equals(Signature other)
    {
        if (hash != other.hash || Count != other.Count)
            return false;
        if (ReferenceEquals(components, other.components))
            return true;
        foreach (var component in Components)
        {
            if (!other.Has(component))
                return false;
        }
        return true;
    }

    public override bool Equals(object? obj) => obj is Signature other && Equals(other);

    public override int GetHashCode() => hash;

    public static bool operator ==(Signature left, Signature right) => left.Equals(right);

    public static bool operator !=(Signature left, Signature right) => !left.Equals(right);

    /// <summary>Both sets together.</summary>
    public static Signature Add(Signature first, Signature second)
    {
        List<ComponentType> all = [.. first.Components];
        foreach (var component in second.Components)
        {
            if (!first.Has(component))
                all.Add(component);
        }
        return new Signature(all.ToArray());
    }

    /// <summary>The first set without the second.</summary>
    public static Signature Remove(Signature first, Signature second)
    {
        List<ComponentType> left = [];
        foreach (var component in first.Components)
        {
            if (!second.Has(component))
                left.Add(component);
        }
        return new Signature(left.ToArray());
    }

    public static implicit operator Signature(ComponentType component) => new(component);

    public static implicit operator Signature(ComponentType[] components) => new(components);

    public static implicit operator Signature(Span<ComponentType> components) => new(components);

    public static implicit operator Span<ComponentType>(Signature signature) => signature.Components;

    public static implicit operator BitSet(Signature signature)
    {
        var set = new BitSet();
        foreach (var component in signature.Components)
            set.SetBit(component.Id);
        return set;
    }

    public override string ToString()
    {
        var names = new string[Count];
        for (var i = 0; i < names.Length; i++)
            names[i] = components![i].Type.Name;
        return names.Length == 0 ? "no components" : string.Join(", ", names);
    }

    internal bool Has(ComponentType component)
    {
        foreach (var mine in Components)
        {
            if (mine.Id == component.Id)
                return true;
        }
        return false;
    }

    internal void ThrowIfRepeating()
    {
        ReadOnlySpan<ComponentType> all = Components;
        for (var i = 0; i < all.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (all[i].Id == all[j].Id)
                    throw new ArgumentException($"Component {all[i].Type.Name} is named twice in ({this}): an entity has at most one of a type.");
            }
        }
    }
}
