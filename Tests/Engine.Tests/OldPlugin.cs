// Writes plugins that were built against an engine that had more than this one. Linked into the player's tests.
using System.CommandLine;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;
using Engine;

/// <summary>Where such a plugin meets what is missing.</summary>
public enum OldPluginFault
{
    /// <summary>An interface of the engine that has a member more now.</summary>
    Interface,

    /// <summary>A type whose method Install calls.</summary>
    Type,

    /// <summary>A method that its constructor calls.</summary>
    Constructor,

    /// <summary>A field that Install reads.</summary>
    Install,

    /// <summary>An assembly of the engine's that Install needs.</summary>
    EngineAssembly,

    /// <summary>An assembly of its own that Install needs.</summary>
    OwnAssembly,

    /// <summary>A method that its verb "old" calls.</summary>
    Verb,

    /// <summary>A method that its system calls.</summary>
    System,
}

/// <summary>Emits the assemblies.</summary>
internal static class OldPlugin
{
    /// <summary>The plugin Old, or of another name, in a folder of its own below <paramref name="plugins"/>.</summary>
    public static void Write(string plugins, OldPluginFault fault, string name = "Old")
    {
        var folder = Directory.CreateDirectory(Path.Combine(plugins, name)).FullName;
        var builder = new PersistedAssemblyBuilder(new AssemblyName(name), typeof(object).Assembly);
        var type = builder.DefineDynamicModule(name)
            .DefineType("OldPlugin", TypeAttributes.Public | TypeAttributes.Sealed, typeof(object), [typeof(ICommandLinePlugin)]);
        var gone = fault switch
        {
            OldPluginFault.EngineAssembly => Former("Engine.Former", "Engine.Former"),
            OldPluginFault.OwnAssembly => Former("Former", "Former.Former"),
            OldPluginFault.Type => Former("Engine", "Engine.Former"),
            _ => Former("Engine", "Engine.App"),
        };
        MethodBuilder Method(
            string name, Type result, Type[] parameters, Action<ILGenerator> body, MethodAttributes attributes = MethodAttributes.Virtual)
        {
            var method = type.DefineMethod(name, MethodAttributes.Public | attributes, result, parameters);
            var code = method.GetILGenerator();
            body(code);
            code.Emit(OpCodes.Ret);
            return method;
        }
        void Gone(ILGenerator code, params ReadOnlySpan<OldPluginFault> here)
        {
            if (here.Contains(fault))
                code.Emit(OpCodes.Call, gone.GetMethod("Gone")!);
        }

        var constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, []).GetILGenerator();
        constructor.Emit(OpCodes.Ldarg_0);
        constructor.Emit(OpCodes.Call, typeof(object).GetConstructor([])!);
        Gone(constructor, OldPluginFault.Constructor);
        constructor.Emit(OpCodes.Ret);

        var act = Method("Act", typeof(void), [typeof(ParseResult)], code => Gone(code, OldPluginFault.Verb), MethodAttributes.Static);
        var run = Method("Run", typeof(void), [typeof(Frame)], code => Gone(code, OldPluginFault.System), MethodAttributes.Static);
        Method("Install", typeof(void), [typeof(App)], code =>
        {
            Gone(code, OldPluginFault.Type, OldPluginFault.EngineAssembly, OldPluginFault.OwnAssembly);
            if (fault == OldPluginFault.Install)
            {
                code.Emit(OpCodes.Ldsfld, gone.GetField("Lost")!);
                code.Emit(OpCodes.Pop);
            }
            code.Emit(OpCodes.Ldarg_1);
            code.Emit(OpCodes.Ldc_I4, (int)Phase.Update);
            code.Emit(OpCodes.Ldnull);
            code.Emit(OpCodes.Ldftn, run);
            code.Emit(OpCodes.Newobj, typeof(Action<Frame>).GetConstructors()[0]);
            code.Emit(OpCodes.Callvirt, typeof(App).GetMethod(nameof(App.Every))!);
            code.Emit(OpCodes.Pop);
        });
        // Left out, it is what the interface has since gained.
        if (fault != OldPluginFault.Interface)
            Method("Commands", typeof(IEnumerable<Command>), [], Commands);
        type.CreateType();
        builder.Save(Path.Combine(folder, $"{name}.dll"));

        void Commands(ILGenerator code)
        {
            code.Emit(OpCodes.Ldc_I4_1);
            code.Emit(OpCodes.Newarr, typeof(Command));
            code.Emit(OpCodes.Dup);
            code.Emit(OpCodes.Ldc_I4_0);
            code.Emit(OpCodes.Ldstr, "old");
            code.Emit(OpCodes.Ldstr, "Does something.");
            code.Emit(OpCodes.Newobj, typeof(Command).GetConstructor([typeof(string), typeof(string)])!);
            code.Emit(OpCodes.Dup);
            code.Emit(OpCodes.Ldnull);
            code.Emit(OpCodes.Ldftn, act);
            code.Emit(OpCodes.Newobj, typeof(Action<ParseResult>).GetConstructors()[0]);
            code.Emit(OpCodes.Callvirt, typeof(Command).GetMethod(nameof(Command.SetAction), [typeof(Action<ParseResult>)])!);
            code.Emit(OpCodes.Stelem_Ref);
        }
    }

    // A class of an assembly that is nowhere, or of an engine that had more.
    private static Type Former(string assembly, string name)
    {
        var builder = new PersistedAssemblyBuilder(new AssemblyName(assembly) { Version = typeof(App).Assembly.GetName().Version },
            typeof(object).Assembly);
        var type = builder.DefineDynamicModule(assembly).DefineType(name, TypeAttributes.Public);
        type.DefineMethod("Gone", MethodAttributes.Public | MethodAttributes.Static, typeof(void), []).GetILGenerator().Emit(OpCodes.Ret);
        type.DefineField("Lost", typeof(int), FieldAttributes.Public | FieldAttributes.Static);
        type.CreateType();
        var stream = new MemoryStream();
        builder.Save(stream);
        stream.Position = 0;
        return new AssemblyLoadContext(assembly, isCollectible: true).LoadFromStream(stream).GetType(name)!;
    }
}
