// Handles: one struct around one number.
namespace VulkanGenerator;

public static class HandleWriter
{
    public static string Write(Selection selection) =>
        string.Join('\n', selection.Types.Where(t => t.Category == "handle").OrderBy(t => t.Name, StringComparer.Ordinal).Select(Write));

    private static string Write(VulkanType type)
    {
        string name = Naming.Type(type.Name);
        string number = type.Base == "VK_DEFINE_HANDLE" ? "nint" : "ulong";
        return $$"""
            public unsafe partial struct {{name}}
            {
                public {{number}} Handle;

                public {{name}}({{number}}? handle = null)
                    : this()
                {
                    if (handle is not null)
                        Handle = handle.Value;
                }

                public override string ToString() => $"{{name}} 0x{Handle:X}";
            }

            """;
    }
}
