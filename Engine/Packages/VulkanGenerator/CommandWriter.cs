// Commands: a lazily filled slot and a method each, and the overloads by reference, by string and by return value.
using System.Text;

namespace VulkanGenerator;

public static class CommandWriter
{
    public static string WriteCore(Selection selection, TypeMap types) =>
        $"public unsafe partial class Vk\n{{\n{Methods(selection.CoreCommands, types, "")}}}\n";

    public static string WriteExtension(Extension extension, Selection selection, TypeMap types)
    {
        string name = Naming.ExtensionClass(extension.Name);
        return $$"""
            [Silk.NET.Core.Attributes.Extension("{{extension.Name}}")]
            public unsafe partial class {{name}} : NativeExtension<Vk>
            {
                public const string ExtensionName = "{{extension.Name}}";

                public {{name}}(INativeContext ctx)
                    : base(ctx)
                {
                }

            {{Methods(selection.CommandsOf(extension), types, Naming.Vendor(extension.Name))}}}

            """;
    }

    private static string Methods(List<Command> commands, TypeMap types, string vendor)
    {
        string[] methods = [.. commands.Select(c => Method(c, types, vendor) + Overloads.Write(c, types, vendor))];
        return string.Join('\n', methods);
    }

    private static string Method(Command command, TypeMap types, string vendor)
    {
        string name = Naming.Command(command.Name, vendor), slot = char.ToLowerInvariant(name[0]) + name[1..];
        string returns = types.Name(command.Returns);
        string signature = string.Join(", ", command.Parameters.Select(p => $"{types.Parameter(p)} {Naming.Parameter(p.Name)}"));
        string arguments = string.Join(", ", command.Parameters.Select(p => Naming.Parameter(p.Name)));
        string pointer = $"delegate* unmanaged<{string.Join(", ", command.Parameters.Select(types.Parameter).Append(returns))}>";
        return new StringBuilder()
            .Append($"    private void* {slot};\n\n")
            .Append($"    public {returns} {name}({signature}) =>\n")
            .Append($"        (({pointer})({slot} != null ? {slot} : Load(ref {slot}, \"{command.Name}\")))({arguments});\n")
            .ToString();
    }
}
