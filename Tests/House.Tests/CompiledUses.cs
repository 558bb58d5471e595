// Which source file uses which type, read from the compiled assemblies and their symbols.
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.Loader;

namespace House.Tests;

/// <summary>A use of a type: the file that uses it, the type, and the file that declares it, both relative to the repository.</summary>
internal sealed record Use(string File, string Type, string Declared);

/// <summary>The project's own assemblies as they lie beside the player, plugins in their folders.</summary>
internal static class CompiledUses
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
        | BindingFlags.DeclaredOnly;
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields().Select(f => (OpCode)f.GetValue(null)!)
        .ToDictionary(c => c.Value);
    private static readonly Dictionary<Type, string> Files = [];

    /// <summary>The assemblies that docs/architecture.md names, loaded.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } = Load();

    /// <summary>Every use of a type of theirs by a file that does not declare it.</summary>
    public static IReadOnlySet<Use> All { get; } = Find();

    private static Assembly[] Load()
    {
        // Test and player are built into artifacts/bin/NAME/CONFIGURATION.
        var player = Path.GetFullPath(
            Path.Combine(AppContext.BaseDirectory, "..", "..", "Player", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/'))));
        var folders = Directory.GetDirectories(Path.Combine(player, "Plugins")).Prepend(player).ToArray();
        var context = new AssemblyLoadContext("house");
        context.Resolving += (_, name) =>
            folders.Select(f => Path.Combine(f, $"{name.Name}.dll")).FirstOrDefault(File.Exists) is { } path
                ? context.LoadFromAssemblyPath(path)
                : null;
        return [.. Architecture.Assemblies.Select(
            a => context.LoadFromAssemblyPath(folders.Select(f => Path.Combine(f, $"{a.Name}.dll")).First(File.Exists)))];
    }

    private static HashSet<Use> Find()
    {
        var sources = Assemblies.ToDictionary(a => a, Sources);
        foreach (var (assembly, files) in sources)
        {
            foreach (var type in assembly.GetTypes().Where(t => !t.IsNested))
            {
                if (FileOf(type, files) is { } file)
                    Files[type] = file;
            }
        }
        var uses = new HashSet<Use>();
        foreach (var (assembly, files) in sources)
        {
            foreach (var type in assembly.GetTypes().Where(t => Files.ContainsKey(Outermost(t))))
            {
                var methods = type.GetMembers(Declared).OfType<MethodBase>().ToArray();
                // What a lambda captures belongs to the file of the lambda: a type may have parts in many files.
                var file = type.IsNested ? methods.Select(m => files.GetValueOrDefault(m.MetadataToken)).OfType<string>().FirstOrDefault() : null;
                file ??= Files[Outermost(type)];
                Note(file, Types(type));
                foreach (var method in methods)
                    Note(files.GetValueOrDefault(method.MetadataToken) ?? file, Types(method));
            }
        }
        return uses;

        void Note(string file, IEnumerable<Type> types)
        {
            foreach (var used in types.SelectMany(Parts).Select(Outermost))
            {
                if (Files.TryGetValue(used, out var declared) && declared != file)
                    uses.Add(new Use(file, used.Name, declared));
            }
        }
    }

    // A type without code, such as an enum, is found by its declaration in the sources.
    private static string? FileOf(Type type, Dictionary<int, string> files)
    {
        var name = type.Name.Split('`')[0];
        var own = type.GetMembers(Declared).Concat(type.GetNestedTypes(Declared).SelectMany(t => t.GetMembers(Declared))).OfType<MethodBase>()
            .Select(m => files.GetValueOrDefault(m.MetadataToken)).OfType<string>().ToHashSet();
        return own.FirstOrDefault(f => Path.GetFileNameWithoutExtension(f).Split('.')[0] == name)
            ?? own.Order(StringComparer.Ordinal).FirstOrDefault()
                ?? Source.CSharp.FirstOrDefault(s => FolderOf(type.Assembly) is { } folder && s.IsIn(folder) && s.Declares(name))?.Path;
    }

    private static string? FolderOf(Assembly assembly) => Architecture.Assemblies.FirstOrDefault(a => a.Name == assembly.GetName().Name)?.Folder;

    // The file of each method that has lines, by the symbols beside the assembly.
    private static Dictionary<int, string> Sources(Assembly assembly)
    {
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(assembly.Location, ".pdb")));
        var reader = symbols.GetMetadataReader();
        var files = new Dictionary<int, string>();
        foreach (var handle in reader.MethodDebugInformation)
        {
            var document = reader.GetMethodDebugInformation(handle).GetSequencePoints().Select(p => p.Document).FirstOrDefault(d => !d.IsNil);
            if (!document.IsNil)
            {
                files[MetadataTokens.GetToken(handle.ToDefinitionHandle())] = Path.GetRelativePath(Source.Root,
                    reader.GetString(reader.GetDocument(document).Name)).Replace('\\', '/');
            }
        }
        return files;
    }

    private static Type Outermost(Type type) =>
        type.DeclaringType is { } outer ? Outermost(outer) : type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    private static IEnumerable<Type> Parts(Type type) => type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericParameter ? []
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
        : [type];

    private static IEnumerable<Type> Types(Type type) =>
    [
        .. type.BaseType is { } based ? [based] : Type.EmptyTypes, .. type.GetInterfaces(),
        .. type.GetFields(Declared).Select(f => f.FieldType), .. type.GetCustomAttributesData().Select(a => a.AttributeType),
    ];

    private static IEnumerable<Type> Types(MethodBase method)
    {
        var signature = method.GetParameters().Select(p => p.ParameterType).Append(method is MethodInfo m ? m.ReturnType : typeof(void));
        return method.GetMethodBody() is { } body
            ? [.. signature, .. body.LocalVariables.Select(l => l.LocalType),
                .. body.ExceptionHandlingClauses.Where(c => c.Flags == ExceptionHandlingClauseOptions.Clause).Select(c => c.CatchType!),
                .. Members(method, body.GetILAsByteArray()!)]
            : signature;
    }

    // What the instructions of a body name: types, fields, methods with their arguments.
    private static List<Type> Members(MethodBase method, byte[] code)
    {
        var found = new List<Type>();
        Type[] ofType = method.DeclaringType!.GetGenericArguments(), ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : [];
        for (var at = 0; at < code.Length;)
        {
            var op = code[at] == 0xfe ? Codes[(short)(0xfe00 | code[at + 1])] : Codes[code[at]];
            at += op.Size;
            if (op.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                var member = method.Module.ResolveMember(BitConverter.ToInt32(code, at), ofType, ofMethod)!;
                if ((member as Type ?? member.DeclaringType) is { } type)
                    found.Add(type);
                if (member is MethodInfo { IsGenericMethod: true } generic)
                    found.AddRange(generic.GetGenericArguments());
            }
            at += op.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
        return found;
    }
}
