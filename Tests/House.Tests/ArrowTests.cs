// The never-arrows: who may know whom.
using System.Reflection;
using System.Text.RegularExpressions;

namespace House.Tests;

public sealed partial class ArrowTests
{
    private const string Plugin = "Plugins/CnnCompute";

    // The plugin's rooms by the assembly that holds them.
    private static readonly Dictionary<string, string[]> Assemblies = new()
    {
        ["Core"] = ["Graph", "Ops", "Nn", "Losses", "Optim", "Models"],
        ["Networks"] = ["Plan", "Data", "Formats", "Nets", "Training", "Vision"],
        ["Plugin"] = ["Ecs", "Cli"],
    };

    private static string Room(string folder) => $"{Plugin}/{Assemblies.Single(a => a.Value.Contains(folder)).Key}/{folder}";

    private static void Nowhere(Regex pattern, IEnumerable<Source> sources, string rule) =>
        Assert.That(sources.SelectMany(s => s.Find(pattern)), Is.Empty, rule);

    [Test]
    public void The_engine_knows_no_plugin_and_a_plugin_no_other()
    {
        var plugins = Source.Projects.Where(p => p.IsIn("Plugins")).ToArray();
        Assert.That(plugins, Is.Not.Empty);
        foreach (var plugin in plugins.Select(p => p.Path.Split('/')[1]).Distinct())
        {
            Nowhere(new Regex($@"\b{plugin}\b"), Source.CSharp.Where(s => s.IsIn("Engine") || (s.IsIn("Plugins") && !s.IsIn($"Plugins/{plugin}"))),
                $"only {plugin} itself and its tests may name it");
        }
    }

    [Test]
    public void Projects_reference_only_what_they_may()
    {
        var wrong = new List<string>();
        foreach (var project in Source.Projects)
        {
            foreach (Match reference in Reference().Matches(project.Text))
            {
                var target = reference.Groups["path"].Value;
                var loadedOnly = reference.Value.Contains("ReferenceOutputAssembly=\"false\"", StringComparison.Ordinal);
                var allowed = target.Contains("Tests/", StringComparison.Ordinal) ? project.IsIn("Tests")
                    : target.Contains("Plugins/", StringComparison.Ordinal) ? project.IsIn("Tests") || (project.IsIn("Engine/Player") && loadedOnly)
                    : target.Contains("Engine/Runtime", StringComparison.Ordinal) || target.Contains("Engine/CommandLine", StringComparison.Ordinal) ? !project.IsIn(Room("Graph")[..^6], Room("Plan")[..^5])
                    : target.Contains("Player", StringComparison.Ordinal) ? project.IsIn("Tests")
                    : true;
                if (!allowed)
                    wrong.Add($"{project.Path} references {target}");
            }
        }
        Assert.That(wrong, Is.Empty, "Engine never refers to a plugin, a plugin never to another, nothing to tests, the player loads plugins without referring to them");
    }

    [Test]
    public void Silk_is_named_only_behind_the_Gpu_and_the_window() => Nowhere(new Regex(@"\bSilk\.NET\b"),
        Source.CSharp.Where(s => !s.IsIn("Engine/Gpu", "Engine/Runtime/Window.cs", "Engine/Packages", "Tests/Packages.Tests", "Tests/Engine.Tests")),
        "Silk.NET stays in Engine/Gpu, Window.cs and their tests");

    [Test]
    public void Vulkan_and_windowing_types_stay_out_of_public_signatures()
    {
        static IEnumerable<Type> Signature(MemberInfo member) => member switch
        {
            MethodBase m => m.GetParameters().Select(p => p.ParameterType).Append(m is MethodInfo i ? i.ReturnType : typeof(void)),
            PropertyInfo p => [p.PropertyType],
            FieldInfo f => [f.FieldType],
            EventInfo e => [e.EventHandlerType!],
            _ => [],
        };
        static IEnumerable<Type> Parts(Type type) => type.HasElementType ? Parts(type.GetElementType()!)
            : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : [type];
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var types = typeof(Engine.Gpu).Assembly.GetExportedTypes();
        Assert.That(types, Has.Length.GreaterThan(10));
        var wrong = types.SelectMany(t => t.GetMembers(Declared).Where(m => Signature(m).SelectMany(Parts).Any(p => p.Namespace?.StartsWith("Silk.NET", StringComparison.Ordinal) == true))
            .Select(m => $"{t.Name}.{m}"));
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Unsafe_code_stays_where_it_is_needed() => Nowhere(new Regex(@"\bunsafe\b"),
        Source.CSharp.Where(s => !s.IsIn("Engine/Packages", "Engine/Gpu", "Engine/Runtime/Window.cs", "Engine/FontBaker", "Tests")),
        "unsafe stays in Engine/Packages, Engine/Gpu, Window.cs and the tool that bakes the font");

    [Test]
    public void Arch_is_reached_through_the_global_usings_of_Ecs() => Nowhere(new Regex(@"\bArch\.\w"),
        Source.CSharp.Where(s => !s.IsIn("Engine/Runtime/Ecs", "Engine/Packages", "Tests/Packages.Tests")), "use the engine's World, Entity, QueryDescription");

    [TestCase("Graph")]
    [TestCase("Ops")]
    [TestCase("Nn")]
    [TestCase("Losses")]
    [TestCase("Optim")]
    [TestCase("Models")]
    public void The_pure_half_of_the_plugin_knows_no_engine(string folder)
    {
        var sources = Source.CSharp.Where(s => s.IsIn(Room(folder))).ToArray();
        Assert.That(sources, Is.Not.Empty);
        Nowhere(new Regex(@"\b(?:global\s+)?using\s+(?:static\s+)?Engine\b|(?<![.\w])Engine\.\w|\bWorld\b"), sources, $"{folder} never refers to Engine: no Gpu, no World");
    }

    [Test]
    public void The_plugin_does_not_use_the_engine_everywhere() =>
        Assert.That(Source.All.Where(s => s.IsIn(Plugin) && (GlobalEngine().IsMatch(s.Code) || s.Text.Contains("<Using Include=\"Engine", StringComparison.Ordinal))).Select(s => s.Path), Is.Empty,
            "a global using of Engine would hide arrows");

    [TestCase("Nn")]
    [TestCase("Models")]
    [TestCase("Plan")]
    public void Layers_models_and_plans_name_no_op(string folder)
    {
        var ops = Ops.Types().Select(o => o.Type).ToArray();
        Assert.That(ops, Has.Length.GreaterThan(30));
        Nowhere(new Regex($@"\b(?:{string.Join('|', ops)})\b"), Source.CSharp.Where(s => s.IsIn(Room(folder))), $"{folder} calls Tensor methods and reads op traits, never an op class");
    }

    [Test]
    public void The_graph_knows_only_itself() => Nowhere(Mentions(["Ops", "Nn", "Losses", "Optim", "Models", "Formats", "Nets", "Data", "Plan", "Training", "Vision", "Ecs", "Cli"]),
        Source.CSharp.Where(s => s.IsIn(Room("Graph"))), "Graph imports nothing");

    [Test]
    public void Ops_know_only_the_graph() => Nowhere(Mentions(["Nn", "Losses", "Optim", "Models", "Formats", "Nets", "Data", "Plan", "Training", "Vision", "Ecs", "Cli"]),
        Source.CSharp.Where(s => s.IsIn(Room("Ops"))), "Ops import Graph alone");

    [Test]
    public void Layers_and_models_know_no_plan_and_no_data() => Nowhere(Mentions(["Plan", "Training", "Nets", "Vision", "Ecs", "Cli", "Data"]),
        Source.CSharp.Where(s => s.IsIn(Room("Nn"), Room("Models"), Room("Losses"), Room("Optim"))), "they import Graph and Tensor methods, models also Nn");

    [Test]
    public void Plans_know_only_the_graph_and_the_Gpu() => Nowhere(Mentions(["Nn", "Losses", "Optim", "Models", "Formats", "Nets", "Data", "Training", "Vision", "Ecs", "Cli"]),
        Source.CSharp.Where(s => s.IsIn(Room("Plan"))), "Plan imports Graph and Engine/Gpu");

    [Test]
    public void Only_Ecs_folders_know_the_world() => Nowhere(new Regex(@"(?<![.\w])World\b"),
        Source.CSharp.Where(s => s.IsIn("Plugins") && !s.Path.Contains("/Ecs/", StringComparison.Ordinal)), "World belongs into Ecs/");

    [Test]
    public void Shaders_include_only_from_their_own_folder()
    {
        var wrong = Source.All.Where(s => s.Path.Contains("Shaders/", StringComparison.Ordinal))
            .SelectMany(s => Include().Matches(s.Text).Where(m => m.Groups[1].Value.Contains('/', StringComparison.Ordinal)).Select(m => $"{s.Path}: {m.Value}"));
        Assert.That(wrong, Is.Empty);
    }

    // The types declared in folders of the plugin, where they are used as types: not members of the same name.
    private static Regex Mentions(string[] folders)
    {
        var types = Source.CSharp.Where(s => folders.Any(f => s.IsIn(Room(f))))
            .SelectMany(s => TopLevel().Matches(s.Code).Select(m => m.Groups[1].Value)).Where(t => t != "Tensor").Distinct();
        var any = $"(?:{string.Join('|', types)})";
        return new Regex($@"\b(?:new|is|as)\s+{any}\b(?!\s*=>)|\b(?:typeof|nameof)\({any}\b|<{any}\b|(?<![.\w]){any}\.[A-Z]|(?<![.\w]){any}(?:<[^>\n]*>)?(?:\[\])?\??[ ](?!(?:is|as|and|or|when|with|switch|in|where)\b)[A-Za-z_]\w*");
    }

    [GeneratedRegex("<ProjectReference\\s+Include=\"(?<path>[^\"]+)\"[^>]*>")]
    private static partial Regex Reference();

    [GeneratedRegex("#include\\s+\"([^\"]+)\"")]
    private static partial Regex Include();

    [GeneratedRegex(@"^(?:public|internal)[\w\s]*\b(?:class|struct|enum|interface|record(?:\s+struct|\s+class)?)\s+([A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex TopLevel();

    [GeneratedRegex(@"\bglobal\s+using\s+Engine\b")]
    private static partial Regex GlobalEngine();
}
