// One kind of object that recipes can name.
using System.Reflection;

namespace CnnCompute;

/// <summary>A type with a <see cref="NamedAttribute"/>.</summary>
public sealed class CatalogueEntry
{
    // What whoever makes the object adds; no fields.
    private static readonly Dictionary<string, Type> Supplied = new(StringComparer.OrdinalIgnoreCase)
    {
        ["groups"] = typeof(IReadOnlyList<ParameterGroup>),
        ["steps"] = typeof(long),
        ["stepsPerEpoch"] = typeof(long),
        ["seed"] = typeof(ulong),
    };

    internal CatalogueEntry(Type type, NamedAttribute named)
    {
        (Type, Name, Description) = (type, named.Name, named.Description);
        Constructor = type.GetConstructors() is [var only]
            ? only
            : throw new InvalidOperationException($"{type.Name} has [Named] and {type.GetConstructors().Length} public constructors; one is needed");
        Fields =
        [
            .. Constructor.GetParameters().Where(p => Supplied.GetValueOrDefault(p.Name!) != p.ParameterType).Select(p => new CatalogueField(p)),
        ];
    }

    /// <summary>The name in recipes.</summary>
    public string Name { get; }

    /// <summary>A sentence for people.</summary>
    public string Description { get; }

    /// <summary>What it makes.</summary>
    public Type Type { get; }

    /// <summary>What can be said of it.</summary>
    public IReadOnlyList<CatalogueField> Fields { get; }

    internal ConstructorInfo Constructor { get; }

    /// <summary>The name, and the fields with their defaults.</summary>
    public override string ToString() => Fields.Count == 0 ? Name : $"{Name}: {{{string.Join(", ", Fields)}}}";
}

/// <summary>A field of an object in a recipe: a parameter of its constructor.</summary>
public sealed class CatalogueField
{
    internal CatalogueField(ParameterInfo parameter)
    {
        Name = char.ToLowerInvariant(parameter.Name![0]) + parameter.Name[1..];
        (Type, IsNeeded, Default, Position) = (parameter.ParameterType, !parameter.HasDefaultValue, parameter.DefaultValue, parameter.Position);
        // Reflection gives null for the default of a struct.
        if (!IsNeeded && Default is null && Type.IsValueType && Nullable.GetUnderlyingType(Type) is null)
            Default = Activator.CreateInstance(Type);
        // And the number of an enum's.
        if (Type.IsEnum && Default is not null)
            Default = Enum.ToObject(Type, Default);
    }

    /// <summary>The name in recipes.</summary>
    public string Name { get; }

    /// <summary>What it holds.</summary>
    public Type Type { get; }

    /// <summary>Whether it must be said.</summary>
    public bool IsNeeded { get; }

    /// <summary>What it is where nothing is said.</summary>
    public object? Default { get; }

    internal int Position { get; }

    /// <summary>The name and what it is by itself.</summary>
    public override string ToString() => IsNeeded ? $"{Name}: …" : $"{Name}: {FieldValue.Text(Default)}";
}
