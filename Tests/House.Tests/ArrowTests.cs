// The never-arrows that no reference shows: names that must not be written. What rooms use of each other is in RoomTests.
using System.Reflection;
using System.Text.RegularExpressions;

namespace House.Tests;

public sealed partial class ArrowTests
{
    private const string Plugin = "Plugins/CnnCompute";

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
    public void Plugins_are_loaded_and_tests_are_never_referenced()
    {
        var wrong = from project in Source.Projects
                    from reference in Reference().Matches(project.Text)
                    let target = reference.Groups["path"].Value
                    let loadedOnly = reference.Value.Contains("ReferenceOutputAssembly=\"false\"", StringComparison.Ordinal)
                    where !project.IsIn("Tests")
                    where target.Contains("Tests/", StringComparison.Ordinal)
                        || (target.Contains("Plugins/", StringComparison.Ordinal) && !(project.IsIn("Engine/Player") && loadedOnly))
                    select $"{project.Path} references {target}";
        Assert.That(wrong, Is.Empty, "the player loads plugins without referring to them, and nothing refers to tests");
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
        var types = CompiledUses.Assemblies.SelectMany(a => a.GetExportedTypes()).ToArray();
        Assert.That(types, Has.Length.GreaterThan(300));
        var wrong = types.SelectMany(t => t.GetMembers(Declared)
            .Where(m => Signature(m).SelectMany(Parts).Any(p => p.Namespace?.StartsWith("Silk.NET", StringComparison.Ordinal) == true))
            .Select(m => $"{t.Name}.{m}"));
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Unsafe_code_stays_where_it_is_needed() => Nowhere(new Regex(@"\bunsafe\b"),
        Source.CSharp.Where(s => !s.IsIn("Engine/Packages", "Engine/Gpu", "Engine/Runtime/Window.cs", "Engine/FontBaker", "Tests")),
        "unsafe stays in Engine/Packages, Engine/Gpu, Window.cs and the tool that bakes the font");

    [Test]
    public void Arch_is_reached_through_the_global_usings_of_Ecs() => Nowhere(new Regex(@"\bArch\.\w"),
        Source.CSharp.Where(s => !s.IsIn("Engine/Runtime/Ecs", "Engine/Packages", "Tests/Packages.Tests")),
        "use the engine's World, Entity, QueryDescription");

    [Test]
    public void The_plugin_does_not_use_the_engine_everywhere() =>
        Assert.That(Source.All.Where(s => s.IsIn(Plugin) && (GlobalEngine().IsMatch(s.Code)
            || s.Text.Contains("<Using Include=\"Engine", StringComparison.Ordinal))).Select(s => s.Path), Is.Empty,
            "a global using of Engine would hide arrows");

    [TestCase("Core/Nn")]
    [TestCase("Core/Models")]
    [TestCase("Networks/Plan")]
    public void Layers_models_and_plans_name_no_op(string folder)
    {
        var ops = Ops.Types().Select(o => o.Type).ToArray();
        Assert.That(ops, Has.Length.GreaterThan(30));
        Nowhere(new Regex($@"\b(?:{string.Join('|', ops)})\b"), Source.CSharp.Where(s => s.IsIn($"{Plugin}/{folder}")),
            $"{folder} calls Tensor methods and reads op traits, never an op class");
    }

    [Test]
    public void Internals_are_seen_by_tests_alone()
    {
        var seen = Source.Projects.Where(p => !p.IsIn("Engine/Packages"))
            .SelectMany(p => Friend().Matches(p.Text).Select(m => (p.Path, Friend: m.Groups[1].Value))).ToArray();
        Assert.That(seen, Is.Not.Empty);
        Assert.That(seen.Where(f => !f.Friend.EndsWith(".Tests", StringComparison.Ordinal)), Is.Empty, "what another assembly uses is public");
    }

    [Test]
    public void Only_Ecs_folders_know_the_world() => Nowhere(new Regex(@"(?<![.\w])World\b"),
        Source.CSharp.Where(s => s.IsIn("Plugins") && !s.Path.Contains("/Ecs/", StringComparison.Ordinal)), "World belongs into Ecs/");

    [Test]
    public void Shaders_include_only_from_their_own_folder()
    {
        var wrong = Source.All.Where(s => s.Path.Contains("Shaders/", StringComparison.Ordinal))
            .SelectMany(s => Include().Matches(s.Text).Where(m => m.Groups[1].Value.Contains('/', StringComparison.Ordinal))
                .Select(m => $"{s.Path}: {m.Value}"));
        Assert.That(wrong, Is.Empty);
    }

    [GeneratedRegex("<ProjectReference\\s+Include=\"(?<path>[^\"]+)\"[^>]*>")]
    private static partial Regex Reference();

    [GeneratedRegex("<InternalsVisibleTo\\s+Include=\"([^\"]+)\"")]
    private static partial Regex Friend();

    [GeneratedRegex("#include\\s+\"([^\"]+)\"")]
    private static partial Regex Include();

    [GeneratedRegex(@"\bglobal\s+using\s+Engine\b")]
    private static partial Regex GlobalEngine();
}
