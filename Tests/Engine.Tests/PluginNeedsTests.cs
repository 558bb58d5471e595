// Plugins that use each other: their order, and what is said where there is none.
using System.Reflection;
using System.Reflection.Emit;

namespace Engine.Tests;

public sealed class PluginNeedsTests
{
    private string folder = null!;

    [SetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("needs").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Each_comes_behind_those_it_needs_and_else_by_name()
    {
        Write("First", "Second");
        Write("Second", "Third");
        Write("Third");
        Write("Fourth");
        Assert.That(PluginFolder.Load(folder).Select(p => p.GetType().Name), Is.EqualTo(["Third", "Second", "First", "Fourth"]));
    }

    [Test]
    public void One_that_is_not_there_is_named()
    {
        Write("First", "Second");
        Assert.That(() => PluginFolder.Load(folder), Throws.InvalidOperationException
            .With.Message.StartsWith("Plugin First needs the plugin Second, which is not there"));
    }

    [Test]
    public void A_circle_is_named_with_its_members()
    {
        Write("Apart");
        Write("First", "Second");
        Write("Second", "Third");
        Write("Third", "First");
        Assert.That(() => PluginFolder.Load(folder), Throws.InvalidOperationException.With.Message.Contains("(First → Second → Third → First)"));
    }

    // A plugin of one class that installs nothing.
    private void Write(string name, params string[] needs)
    {
        var builder = new PersistedAssemblyBuilder(new AssemblyName(name), typeof(object).Assembly);
        var attribute = typeof(PluginDependencyAttribute).GetConstructor([typeof(string)])!;
        foreach (var need in needs)
            builder.SetCustomAttribute(new CustomAttributeBuilder(attribute, [need]));
        var type = builder.DefineDynamicModule(name)
            .DefineType(name, TypeAttributes.Public | TypeAttributes.Sealed, typeof(object), [typeof(IPlugin)]);
        type.DefineDefaultConstructor(MethodAttributes.Public);
        type.DefineMethod(nameof(IPlugin.Install), MethodAttributes.Public | MethodAttributes.Virtual, typeof(void), [typeof(App)])
            .GetILGenerator().Emit(OpCodes.Ret);
        type.CreateType();
        builder.Save(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, name)).FullName, $"{name}.dll"));
    }
}
