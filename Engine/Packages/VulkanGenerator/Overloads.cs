// The overloads of one command: each pointer to one thing also as ref readonly, out or ref; text also as string.
using System.Text;

namespace VulkanGenerator;

public static class Overloads
{
    private enum Kind
    {
        Pointer,
        RefReadonly,
        Ref,
        Out,
        Text,
    }

    public static string Write(Command command, TypeMap types, string vendor)
    {
        string name = Naming.Command(command.Name, vendor), returns = types.Name(command.Returns);
        int[] pointers = [.. Enumerable.Range(0, command.Parameters.Length).Where(i => Alternative(command, i, types) != Kind.Pointer)];
        var text = new StringBuilder();
        for (int choice = 1; choice < 1 << pointers.Length; choice++)
        {
            var kinds = new Kind[command.Parameters.Length];
            for (int bit = 0; bit < pointers.Length; bit++)
                kinds[pointers[bit]] = (choice >> bit & 1) == 1 ? Alternative(command, pointers[bit], types) : Kind.Pointer;
            text.Append(Method(command, types, name, returns, kinds));
        }

        return text.Append(ByReturn(command, types, name, returns)).ToString();
    }

    private static Kind Alternative(Command command, int index, TypeMap types)
    {
        Declaration parameter = command.Parameters[index];
        string type = types.Parameter(parameter);
        if (parameter.Type == "VkAllocationCallbacks" || !type.EndsWith('*') || type == "void*")
            return Kind.Pointer;
        if (parameter.Type == "char")
            return Kind.Text;
        if (parameter.Const)
            return Kind.RefReadonly;
        // Counts are read and written; so is everything of the commands that enumerate, acquire or map.
        bool produces = command.Name.StartsWith("vkGet", StringComparison.Ordinal) || command.Name.StartsWith("vkCreate", StringComparison.Ordinal)
            || command.Name.StartsWith("vkAllocate", StringComparison.Ordinal);
        return produces && parameter.Optional != "false,true" ? Kind.Out : Kind.Ref;
    }

    private static string Method(Command command, TypeMap types, string name, string returns, Kind[] kinds)
    {
        var signature = new List<string>();
        var arguments = new List<string>();
        var before = new StringBuilder();
        var pins = new StringBuilder();
        string? native = null;
        for (int i = 0; i < kinds.Length; i++)
        {
            string type = types.Parameter(command.Parameters[i]), parameter = Naming.Parameter(command.Parameters[i].Name);
            string keyword = kinds[i] switch { Kind.RefReadonly => "ref readonly ", Kind.Ref => "ref ", Kind.Out => "out ", _ => "" };
            string pinned = parameter.TrimStart('@') + "Pinned";
            signature.Add(kinds[i] switch { Kind.Pointer => $"{type} {parameter}", Kind.Text => $"string {parameter}", _ => $"{keyword}{type[..^1]} {parameter}" });
            arguments.Add(kinds[i] switch { Kind.Pointer => parameter, Kind.Text => $"(byte*){pinned}", _ => pinned });
            if (kinds[i] == Kind.Out)
                before.Append($"        {parameter} = default;\n");
            if (kinds[i] == Kind.Text)
                before.Append($"        nint {native = pinned} = SilkMarshal.StringToPtr({parameter});\n");
            else if (kinds[i] != Kind.Pointer)
                pins.Append($"        fixed ({type} {pinned} = &{parameter})\n");
        }

        string call = $"{(returns == "void" ? "" : "return ")}{name}({string.Join(", ", arguments)});";
        string body = native is null
            ? $"{pins}            {call}\n"
            : $"        try\n        {{\n{pins}            {call}\n        }}\n        finally\n        {{\n            SilkMarshal.Free({native});\n        }}\n";
        return $"\n    public {returns} {name}({string.Join(", ", signature)})\n    {{\n{before}{body}    }}\n";
    }

    // void vkGetX(…, X* pX) → X GetX(…); not for structs with an sType, which would arrive as zero.
    private static string ByReturn(Command command, TypeMap types, string name, string returns)
    {
        Declaration last = command.Parameters[^1];
        string type = types.Parameter(last);
        bool fits = returns == "void" && command.Name.StartsWith("vkGet", StringComparison.Ordinal) && last is { Const: false, CountedBy: null, Pointers: 1 }
            && type != "void*" && types.StructureType(last.Type) is null && command.Parameters[..^1].All(p => p.Pointers == 0 && p.Lengths.Length == 0);
        if (!fits)
            return "";
        string signature = string.Join(", ", command.Parameters[..^1].Select(p => $"{types.Parameter(p)} {Naming.Parameter(p.Name)}"));
        string arguments = string.Join(", ", command.Parameters[..^1].Select(p => Naming.Parameter(p.Name)));
        return $"\n    public {type[..^1]} {name}({signature})\n    {{\n        {type[..^1]} result;\n        {name}({arguments}, &result);\n        return result;\n    }}\n";
    }
}
