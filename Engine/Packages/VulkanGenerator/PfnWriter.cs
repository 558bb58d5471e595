// Function pointers that C calls back: a delegate type and a struct around the pointer.
using System.Text.RegularExpressions;

namespace VulkanGenerator;

public static partial class PfnWriter
{
    public static string Write(Selection selection, TypeMap types) => string.Join('\n', selection.Types
        .Where(t => t.Category == "funcpointer" && t.Name != "PFN_vkVoidFunction")
        .OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => Write(t, types)));

    private static string Write(VulkanType type, TypeMap types)
    {
        string name = Naming.Type(type.Name);
        string function = name["Pfn".Length..];
        if (function.Contains("Callback", StringComparison.Ordinal))
            function = VendorSuffix().Replace(function, "Function$1", count: 1);
        string returns = types.Name(type.Returns.TrimEnd('*')) + (type.Returns.EndsWith('*') ? "*" : "");
        string parameters = string.Join(", ", type.Members.Select(p => $"{types.Parameter(p)} {Naming.Parameter(p.Name)}"));
        string pointer = $"delegate* unmanaged[Cdecl]<{string.Join(", ", type.Members.Select(types.Parameter).Append(returns))}>";
        return $$"""
            public unsafe delegate {{(returns == "Bool32" ? "uint" : returns)}} {{function}}({{parameters}});

            public readonly unsafe struct {{name}} : IDisposable
            {
                private readonly void* pointer;

                public {{name}}({{pointer}} ptr) => pointer = ptr;

                public {{name}}({{function}} proc) => pointer = (void*)Marshal.GetFunctionPointerForDelegate(proc);

                public {{pointer}} Handle => ({{pointer}})pointer;

                public static {{name}} From({{function}} proc) => new {{name}}(proc);

                public void Dispose()
                {
                }

                public static implicit operator nint({{name}} pfn) => (nint)pfn.pointer;

                public static implicit operator {{name}}({{function}} proc) => new {{name}}(proc);

                public static implicit operator {{name}}({{pointer}} ptr) => new {{name}}(ptr);
            }

            """;
    }

    [GeneratedRegex("(KHR|EXT)?$")]
    private static partial Regex VendorSuffix();
}
