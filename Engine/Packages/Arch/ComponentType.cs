// A component type's number in the process-wide registry.
namespace Arch.Core;

/// <summary>A registered component type; converts from and to <see cref="System.Type"/>. ByteSize is what one value takes in a chunk.</summary>
public readonly record struct ComponentType(int Id, int ByteSize)
{
    public Type Type => ComponentRegistry.TypeOf(Id);

    public static implicit operator ComponentType(Type type) => ComponentRegistry.Add(type);

    public static implicit operator Type(ComponentType type) => type.Type;

    public override string ToString() => Type.Name;
}
