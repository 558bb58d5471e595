// A setting of a dream, a style, a heat map or a visualisation is declared once: neither a verb nor a component has one of its own.
using System.Text.RegularExpressions;
using Engine;

namespace CnnCompute.Tests;

public sealed partial class DeclaredSettingsTests
{
    // What only makes sense where one types a command: which files, which device, how large a picture, how many of them.
    private static readonly Dictionary<string, string[]> OwnOptions = new()
    {
        ["Dreams/DreamCommand"] = ["--model", "--size", "--fourier", "--frames", "--fps", "--out"],
        ["Style/StyleCommand"] = ["--net", "--norm", "--style", "--model", "--size", "--log", "--out"],
        ["TrainStyleCommand"] = ["--style", "--content", "--model", "--out", "--resume"],
        ["Explain/ExplainCommand"] = ["--model", "--method", "--class", "--box", "--size", "--out"],
        ["Explain/AttributionExplanation"] = [],
        ["Explain/MaximiseExplanation"] = [],
        ["Explain/InversionExplanation"] = ["--layers"],
        ["Explain/AttackExplanation"] = ["--target", "--smallest"],
        ["Explain/FeaturesExplanation"] = ["--channels"],
    };

    // What only makes sense in a scene: which entities, images and files, how large a picture, how much of a frame.
    private static readonly Dictionary<Type, string[]> OwnFields = new()
    {
        [typeof(DeepDream)] = ["Model", "Image", "Layers", "Norm", "Width", "Height", "Budget", "Start"],
        [typeof(StyleTransfer)] = ["Image", "Net", "Second", "Choices", "Norm", "Style", "Model", "Width", "Height", "Budget", "Spread"],
        [typeof(Saliency)] = ["Classifier", "Model", "Image", "Labels", "Norm", "Crop", "Class", "Width", "Size", "Budget"],
        [typeof(Visualization)] = ["Classifier", "Model", "Norm", "Objective", "Size", "Budget"],
        [typeof(FeatureMaps)] = ["Classifier", "Layer", "Width", "Height"],
    };

    private static string Cli => Path.Combine(GpuFixture.Repository, "Plugins", "CnnCompute", "Plugin", "Cli");

    [Test]
    public void No_verb_declares_a_setting_by_hand([Values("Dreams", "Style", "Explain", "TrainStyleCommand.cs")] string place)
    {
        var path = Path.Combine(Cli, place);
        var files = File.Exists(path) ? [path] : Directory.GetFiles(path, "*.cs");
        Assert.That(files, Is.Not.Empty);
        foreach (var file in files)
        {
            var name = Path.ChangeExtension(Path.GetRelativePath(Cli, file), null).Replace('\\', '/');
            var own = Option().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value);
            Assert.That(own, Is.EquivalentTo(OwnOptions.GetValueOrDefault(name, [])),
                $"{name}: declare a setting with [Setting] in Networks/Vision; the verb has it by that");
        }
    }

    [Test]
    public void No_component_declares_a_setting_by_hand()
    {
        foreach (var (component, own) in OwnFields)
        {
            var (settings, others) = (component.GetProperties().Where(p => p.PropertyType.IsSubclassOf(typeof(Settings))).ToArray(),
                component.GetProperties().Where(p => !p.PropertyType.IsSubclassOf(typeof(Settings))));
            Assert.That(settings, Is.Not.Empty, component.Name);
            Assert.That(others.Select(p => p.Name), Is.EquivalentTo(own),
                $"{component.Name}: declare a setting with [Setting] in Networks/Vision; the component has it by that");
        }
    }

    [Test]
    public void Every_setting_of_a_verb_can_be_written_in_a_scene_or_concerns_files_that_are_made()
    {
        // Nothing of a scene trains, inverts or attacks.
        Type[] without = [typeof(StyleTrainingOptions), typeof(InversionOptions), typeof(Attack)];
        var declared = typeof(DreamOptions).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Settings))).Except(without);
        Assert.That(OwnFields.Keys.SelectMany(c => c.GetProperties()).Select(p => p.PropertyType).Where(t => t.IsSubclassOf(typeof(Settings))),
            Is.EquivalentTo(declared));
    }

    [GeneratedRegex("new(?: Option<[^(]*>)?\\(\"(--[a-z-]+)\"\\)")]
    private static partial Regex Option();
}
