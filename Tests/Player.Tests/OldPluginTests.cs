// A plugin of another engine, as its user meets it: one line, whatever it is that does not fit.
namespace Player.Tests;

public sealed class OldPluginTests
{
    private string program = null!, folder = null!;

    [OneTimeSetUp]
    public void CopyTheProgram()
    {
        // Below the repository, whose shaders it finds.
        program = Path.Combine(Run.Repository, "artifacts", $"old-plugin-{Guid.NewGuid():N}");
        foreach (var file in Directory.GetFiles(Run.Folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Run.Folder, f))
            .Where(f => !f.StartsWith("Plugins", StringComparison.Ordinal)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(program, file))!);
            File.Copy(Path.Combine(Run.Folder, file), Path.Combine(program, file));
        }
    }

    [OneTimeTearDown]
    public void DeleteTheProgram() => Directory.Delete(program, recursive: true);

    [SetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("old").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [TestCase(OldPluginFault.Interface, "devices")]
    [TestCase(OldPluginFault.Constructor, "devices")]
    [TestCase(OldPluginFault.Verb, "old")]
    [TestCase(OldPluginFault.Install, "play")]
    [TestCase(OldPluginFault.EngineAssembly, "play")]
    [TestCase(OldPluginFault.System, "play")]
    public void It_is_named_with_what_to_do(OldPluginFault fault, string verb)
    {
        OldPlugin.Write(Path.Combine(program, "Plugins"), fault);
        var scene = Path.Combine(folder, "scene.yaml");
        File.WriteAllText(scene, "entities:\n  - name: bars\n    VideoSource:");
        var run = Run.In(program, verb == "play" ? ["play", scene, "--headless", "--frames", "1", "--size", "16x9", "--out", folder] : [verb]);
        Assert.That(run.Status, Is.EqualTo(1), run.Output);
        Assert.That(run.Errors.Trim().Split('\n'), Has.Length.EqualTo(1), run.Errors);
        Assert.That(run.Errors, Does.StartWith("cnn: Plugin Old was built against another version of the engine").And.Contains("build it anew"));
    }

    [Test]
    public void Two_plugins_of_one_verb_are_told_apart()
    {
        var plugins = Path.Combine(program, "Plugins");
        OldPlugin.Write(plugins, OldPluginFault.Verb);
        OldPlugin.Write(plugins, OldPluginFault.Verb, "Older");
        try
        {
            var run = Run.In(program, "old");
            Assert.That(run.Status, Is.EqualTo(1), run.Output);
            Assert.That(run.Errors.Trim(), Is.EqualTo("cnn: The plugin Older brings the verb old, which the plugin Old brings too: remove one of "
                + "them, or build it with another name."));
        }
        finally
        {
            Directory.Delete(Path.Combine(plugins, "Older"), recursive: true);
        }
    }
}
