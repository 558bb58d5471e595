// A plugin that uses another one meets its types, as both share one copy of them.
using System.Runtime.Loader;
using Engine;

namespace Player.Tests;

public sealed class PluginSharingTests
{
    private string folder = null!;

    [SetUp]
    public void GatherThePlugins()
    {
        folder = Directory.CreateTempSubdirectory("sharing").FullName;
        Directory.CreateSymbolicLink(Path.Combine(folder, "CnnCompute"), Path.Combine(Run.Folder, "Plugins", "CnnCompute"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "BarsWatcher"), Path.Combine(AppContext.BaseDirectory, "Plugins", "BarsWatcher"));
    }

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void It_is_loaded_after_the_other_and_finds_its_components()
    {
        var plugins = PluginFolder.Load(folder);
        Assert.That(plugins.Select(p => p.GetType().Name), Is.EqualTo(["CnnComputePlugin", "BarsWatcherPlugin"]));
        var copies = AssemblyLoadContext.All.Where(c => c.Name is "CnnCompute" or "BarsWatcher").SelectMany(c => c.Assemblies)
            .Select(a => a.GetName().Name!).Where(n => n.StartsWith("CnnCompute", StringComparison.Ordinal)).ToArray();
        Assert.That(copies, Is.Unique);

        var scene = Path.Combine(folder, "scene.yaml");
        var model = Path.Combine(Run.Repository, "Scenes", "Assets", "fashion.safetensors");
        File.WriteAllText(scene, $$"""
            entities:
              - name: bars
                VideoSource: { source: testpattern, width: 28, height: 28 }
              - name: net
                Classifier: { model: "{{model}}", image: bars }
              - name: watch
                BarsWatch: { classifier: net }
            """);
        using var app = new App(new AppOptions { Headless = true, Width = 16, Height = 9 });
        app.Install(new EnginePlugin());
        foreach (var plugin in plugins)
            app.Install(plugin);
        var played = app.Load(scene);
        app.Run(8);
        played.Save(scene);
        Assert.That(File.ReadAllText(scene), Does.Match(@"BarsWatch: \{classifier: net, seen: [1-9]\d*, last: \w"));
    }

    [Test]
    public void Its_folder_holds_nothing_that_the_other_has() =>
        Assert.That(Directory.GetFiles(Path.Combine(folder, "BarsWatcher"), "*.dll").Select(f => Path.GetFileName(f)),
            Is.EqualTo(new[] { "BarsWatcher.dll" }));

    [Test]
    public void Without_the_other_one_sentence_says_so()
    {
        Directory.Delete(Path.Combine(folder, "CnnCompute"));
        Assert.That(() => PluginFolder.Load(folder), Throws.InvalidOperationException
            .With.Message.StartsWith("Plugin BarsWatcher needs the plugin CnnCompute, which is not there"));
    }
}
