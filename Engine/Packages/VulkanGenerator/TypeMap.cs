// From the registry's C types to C# types.
namespace VulkanGenerator;

public sealed class TypeMap(Registry registry)
{
    private static readonly Dictionary<string, string> scalars = new()
    {
        ["void"] = "void",
        ["char"] = "byte",
        ["float"] = "float",
        ["double"] = "double",
        ["int"] = "int",
        ["size_t"] = "nuint",
        ["int8_t"] = "sbyte",
        ["uint8_t"] = "byte",
        ["int16_t"] = "short",
        ["uint16_t"] = "ushort",
        ["int32_t"] = "int",
        ["uint32_t"] = "uint",
        ["int64_t"] = "long",
        ["uint64_t"] = "ulong",
        ["VkBool32"] = "Bool32",
        ["VkFlags"] = "uint",
        ["VkFlags64"] = "ulong",
        ["VkSampleMask"] = "uint",
        ["VkDeviceSize"] = "ulong",
        ["VkDeviceAddress"] = "ulong",
    };

    /// <summary>The C# type a C name stands for, without pointers; a bitmask without bits is its integer.</summary>
    public string Name(string type)
    {
        if (scalars.TryGetValue(type, out string? scalar))
            return scalar;
        VulkanType resolved = registry.Resolve(type) ?? throw new InvalidDataException($"vk.xml uses the type {type} without defining it.");
        return resolved.Category == "bitmask" && !EnumWriter.HasEnum(registry, resolved.Name)
            ? scalars[resolved.Base!]
            : Naming.Type(resolved.Name);
    }

    /// <summary>With pointers; an array parameter is a pointer in C.</summary>
    public string Parameter(Declaration declaration) =>
        Name(declaration.Type) + new string('*', declaration.Pointers + (declaration.Lengths.Length > 0 ? 1 : 0));

    /// <summary>With pointers; arrays are the caller's business.</summary>
    public string Field(Declaration declaration) => Name(declaration.Type) + new string('*', declaration.Pointers);

    /// <summary>A scalar's array becomes a fixed buffer, any other a nested struct.</summary>
    public bool IsFixable(Declaration declaration) => declaration.Pointers == 0 && Name(declaration.Type) is
        "byte" or "sbyte" or "short" or "ushort" or "int" or "uint" or "long" or "ulong" or "float" or "double";

    /// <summary>The sType value of a struct as the registry writes it, or null.</summary>
    public string? StructureType(string type) => registry.Resolve(type)?.Members.FirstOrDefault()?.Value;
}
