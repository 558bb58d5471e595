// Plugins are found by folder, loaded with their own dependencies, and share the engine.
using System.Runtime.Loader;

namespace Engine.Tests;

public sealed class PluginFolderTests
{
    [Test]
    public void A_plugin_beside_the_program_installs_its_systems_and_brings_its_verbs()
    {
        var plugin = (ICommandLinePlugin)PluginFolder.Load().Single();
        Assert.That(plugin.GetType().FullName, Is.EqualTo("SamplePlugin.SpinPlugin"));
        Assert.That(plugin.Commands().Select(c => (c.Name, c.Description)), Is.EqualTo([("spin", "Turns something.")]));

        using var app = new App(new AppOptions { Headless = true }, GpuFixture.Gpu);
        app.Install(plugin);
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.yaml");
        File.WriteAllText(path, "entities:\n  - name: wheel\n    Spin: { turns: 2 }");
        try
        {
            var scene = app.Load(path);
            app.Run(30);
            scene.Save(path);
            Assert.That(File.ReadAllText(path), Does.Match("Spin: {turns: 2, angle: (360|359.99|360.0)"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void A_plugin_has_its_own_dependencies_and_the_programs_engine()
    {
        var plugin = (ICommandLinePlugin)PluginFolder.Load().Single();
        Assert.That(plugin.Commands(), Is.Not.Empty);
        var context = AssemblyLoadContext.GetLoadContext(plugin.GetType().Assembly)!;
        Assert.That(context, Is.Not.SameAs(AssemblyLoadContext.Default));
        Assert.That(context.Assemblies.Select(a => a.GetName().Name),
            Does.Contain("Spectre.Console").And.Not.Contain("Engine").And.Not.Contain("System.CommandLine"));
    }

    [Test]
    public void A_plugins_folder_holds_nothing_that_the_program_has()
    {
        var folder = Path.Combine(PluginFolder.Default, "SamplePlugin");
        string[] files = [.. Directory.GetFiles(folder, "*.dll").Select(f => Path.GetFileName(f)!)];
        Assert.That(files, Is.EquivalentTo(new[] { "SamplePlugin.dll", "Spectre.Console.dll" }));
    }

    [Test]
    public void What_is_no_plugin_is_named()
    {
        var folder = Directory.CreateTempSubdirectory("plugins").FullName;
        try
        {
            Assert.That(PluginFolder.Load(folder), Is.Empty);
            Assert.That(PluginFolder.Load(Path.Combine(folder, "absent")), Is.Empty);
            var broken = Directory.CreateDirectory(Path.Combine(folder, "Broken")).FullName;
            Assert.That(() => PluginFolder.Load(folder), Throws.InvalidOperationException.With.Message.Contains("Plugin Broken has no"));
            File.WriteAllText(Path.Combine(broken, "Broken.dll"), "no assembly");
            Assert.That(() => PluginFolder.Load(folder), Throws.InvalidOperationException.With.Message.Contains("Plugin Broken could not be loaded"));
            File.Copy(typeof(PluginFolderTests).Assembly.Location, Path.Combine(broken, "Broken.dll"), overwrite: true);
            Assert.That(() => PluginFolder.Load(folder),
                Throws.InvalidOperationException.With.Message.Contains("has 0 public classes that implement IPlugin"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestCase(OldPluginFault.Interface, "'Commands'")]
    [TestCase(OldPluginFault.Constructor, "Engine.App.Gone()")]
    public void What_was_built_against_another_engine_is_named_when_it_is_loaded(OldPluginFault fault, string missing)
    {
        var folder = Directory.CreateTempSubdirectory("plugins").FullName;
        try
        {
            OldPlugin.Write(folder, fault);
            Assert.That(() => PluginFolder.Load(folder), Throws.InvalidOperationException
                .With.Message.StartsWith("Plugin Old was built against another version of the engine").And.Message.Contains("build it anew")
                .And.Message.Contains(missing));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestCase(OldPluginFault.Install, "was built against another version of the engine", "Engine.App.Lost")]
    [TestCase(OldPluginFault.Type, "was built against another version of the engine", "Engine.Former")]
    [TestCase(OldPluginFault.EngineAssembly, "was built against another version of the engine", "'Engine.Former, Version=")]
    [TestCase(OldPluginFault.OwnAssembly, "lacks one of its own assemblies", "'Former, Version=")]
    [TestCase(OldPluginFault.System, "was built against another version of the engine", "Engine.App.Gone()")]
    public void What_was_built_against_another_engine_is_named_when_it_meets_that(OldPluginFault fault, string what, string missing)
    {
        var folder = Directory.CreateTempSubdirectory("plugins").FullName;
        try
        {
            OldPlugin.Write(folder, fault);
            var plugin = PluginFolder.Load(folder).Single();
            using var app = new App(new AppOptions { Headless = true }, GpuFixture.Gpu);
            var error = Assert.Catch(() => app.Install(plugin).Step())!;
            Assert.That(PluginMismatch.Explain(error), Does.StartWith($"Plugin Old {what}").And.Contains("build it anew").And.Contains(missing),
                error.ToString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void Other_errors_are_no_plugins_fault()
    {
        Assert.That(PluginMismatch.Explain(Assert.Catch(() => File.ReadAllText("/nowhere/at all"))!), Is.Null);
        Assert.That(PluginMismatch.Explain(new MissingMethodException("thrown by nobody")), Is.Null);
        Assert.That(PluginMismatch.Explain(Assert.Catch(() => Activator.CreateInstance<string>())!), Is.Null, "of the program itself");
        Assert.That(PluginMismatch.Explain(new DllNotFoundException("libvulkan")), Is.Null);
    }
}
