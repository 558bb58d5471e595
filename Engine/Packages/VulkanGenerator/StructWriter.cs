// Structs and unions.
using System.Text;

namespace VulkanGenerator;

public static class StructWriter
{
    public static string Write(Registry registry, Selection selection, TypeMap types)
    {
        VulkanEnum structureTypes = registry.Enums["VkStructureType"];
        int prefix = EnumNaming.PrefixLength(structureTypes);
        return string.Join('\n', selection.Structs.OrderBy(t => t.Name, StringComparer.Ordinal)
            .Select(t => Write(registry, types, t, value => "StructureType." + EnumNaming.Member(value, prefix))));
    }

    private static string Write(Registry registry, TypeMap types, VulkanType type, Func<string, string> structureType)
    {
        string name = Naming.Type(type.Name);
        bool union = type.Category == "union";
        var fields = new StringBuilder();
        var arrays = new StringBuilder();
        var parameters = new List<string>();
        var assignments = new StringBuilder();
        foreach (Declaration member in type.Members)
        {
            string field = Naming.Field(member.Name), fieldType = types.Field(member);
            int length = member.Lengths.Aggregate(1, (product, text) => product * registry.Length(text));
            if (union && length > 1)
            {
                for (int i = 0; i < length; i++)
                    Add($"{member.Name}_{i}", $"{field}_{i}", fieldType, $"[FieldOffset({i * 4})] ", null);
            }
            else if (member.Lengths.Length == 0)
                Add(Naming.Parameter(member.Name), field, fieldType, union ? "[FieldOffset(0)] " : "", member.Value);
            else if (types.IsFixable(member))
                fields.Append($"    public fixed {fieldType} {field}[{length}];\n");
            else
            {
                fields.Append($"    public {field}Buffer {field};\n");
                arrays.Append(NestedArray(field, fieldType, length));
            }
        }

        return $$"""
            {{(union ? "[StructLayout(LayoutKind.Explicit)]\n" : "")}}public unsafe partial struct {{name}}
            {
            {{fields}}{{Constructor(name, parameters, assignments)}}{{arrays}}}

            """;

        void Add(string parameter, string field, string fieldType, string offset, string? value)
        {
            fields.Append($"    {offset}public {fieldType} {field};\n");
            bool pointer = fieldType.EndsWith('*');
            parameters.Add($"{fieldType}{(pointer ? "" : "?")} {parameter} = {(value is null ? "null" : structureType(value))}");
            assignments.Append($"        if ({parameter} is not null)\n            {field} = {parameter}{(pointer ? "" : ".Value")};\n");
        }
    }

    // Every parameter optional: `new X { … }` binds to the implicit constructor, which leaves everything zero, the sType too.
    private static string Constructor(string name, List<string> parameters, StringBuilder assignments) => parameters.Count == 0 ? "" :
        $$"""

            public {{name}}({{string.Join(", ", parameters)}})
                : this()
            {
        {{assignments}}    }

        """;

    private static string NestedArray(string field, string type, int length)
    {
        var elements = new StringBuilder();
        for (int i = 0; i < length; i++)
            elements.Append($"        public {type} Element{i};\n");
        return $$"""

                public unsafe partial struct {{field}}Buffer
                {
            {{elements}}
                    public ref {{type}} this[int index]
                    {
                        get
                        {
                            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, {{length}}u, nameof(index));
                            return ref Unsafe.Add(ref Unsafe.AsRef(in Element0), index);
                        }
                    }

                    public Span<{{type}}> AsSpan() => MemoryMarshal.CreateSpan(ref Element0, {{length}});
                }

            """;
    }
}
