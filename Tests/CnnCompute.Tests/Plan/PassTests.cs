// The compiler's passes give values: nothing in a result can be set, and no later pass changes an earlier one.
using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace CnnCompute.Tests;

public sealed class PassTests
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Assembly Networks = typeof(Plan).Assembly;

    // Whatever else can be enumerated could be changed by whoever holds it.
    private static readonly Type[] ReadOnly =
    [
        typeof(ImmutableArray<>), typeof(IReadOnlyList<>), typeof(IReadOnlyDictionary<,>), typeof(IReadOnlySet<>), typeof(ILookup<,>),
        typeof(IEnumerable<>),
    ];

    // Results of passes and all of our own that they are made of.
    private static HashSet<Type> ResultTypes()
    {
        var found = new HashSet<Type>();
        var left = new Stack<Type>([typeof(Candidates), typeof(Blueprint), typeof(Command)]);
        while (left.TryPop(out var type))
        {
            foreach (var argument in type.IsGenericType ? type.GetGenericArguments() : [])
                left.Push(argument);
            if (type.HasElementType)
                left.Push(type.GetElementType()!);
            if (type.Assembly != Networks || type.IsEnum || !found.Add(type))
                continue;
            foreach (var field in type.GetFields(Own))
                left.Push(field.FieldType);
            foreach (var property in type.GetProperties(Own))
                left.Push(property.PropertyType);
        }
        return found;
    }

    private static bool CanChange(Type type) => type.IsArray
        || (type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable))
            && !(type.IsGenericType && ReadOnly.Contains(type.GetGenericTypeDefinition())));

    private static bool CanBeSet(PropertyInfo property) =>
        property.SetMethod is { } set && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    [Test]
    public void Nothing_in_a_result_can_be_set_or_filled()
    {
        var types = ResultTypes();
        Type[] passes =
        [
            typeof(Selection), typeof(ChosenRecipes), typeof(HalfStorage), typeof(DerivedWeights), typeof(Work), typeof(Dependencies),
            typeof(Schedule), typeof(Conversions), typeof(Timeline), typeof(MemoryMap), typeof(Arena), typeof(Launches),
            typeof(Launch), typeof(KernelFacts),
        ];
        Assert.That(types, Is.SupersetOf(passes));
        var wrong = new List<string>();
        foreach (var type in types)
        {
            wrong.AddRange(type.GetFields(Own).Where(f => !f.IsInitOnly).Select(f => $"{type.Name}.{f.Name} is not readonly"));
            wrong.AddRange(type.GetFields(Own).Where(f => CanChange(f.FieldType)).Select(f => $"{type.Name}.{f.Name} is a {f.FieldType}"));
            wrong.AddRange(type.GetProperties(Own).Where(p => CanChange(p.PropertyType)).Select(p => $"{type.Name}.{p.Name} is a {p.PropertyType}"));
            wrong.AddRange(type.GetProperties(Own).Where(CanBeSet).Select(p => $"{type.Name}.{p.Name} can be set"));
        }
        Assert.That(wrong, Is.Empty);
        Type[] changing = [typeof(int[]), typeof(List<int>), typeof(Dictionary<int, int>), typeof(HashSet<int>), typeof(IList<int>)];
        Assert.That(changing.Where(t => !CanChange(t)), Is.Empty, "the rule itself");
        Assert.That(CanBeSet(typeof(Parameter).GetProperty(nameof(Parameter.Name))!), Is.True, "the rule itself");
    }

    [Test]
    public void A_later_pass_leaves_the_earlier_results_as_they_were([Values] Storage storage, [Values] bool budgeted)
    {
        var gpu = GpuFixture.Gpu;
        var (loss, updates) = new Nets().GarmentsTraining(2);
        var options = new PlanOptions { Storage = storage, Budgeted = budgeted };
        var device = Plan.Traits(gpu.Info);
        var results = new List<(object Result, string Before)>();
        T Pass<T>(T result) where T : notnull
        {
            foreach (var (earlier, before) in results)
                Assert.That(Describe(earlier), Is.EqualTo(before), $"{earlier.GetType().Name} after {result.GetType().Name}");
            results.Add((result, Describe(result)));
            return result;
        }
        var reachable = Pass(Selection.Reachable(updates, [loss]));
        var fused = Pass(Fusion.Fuse(reachable));
        var candidates = Pass(Candidates.Of(fused, storage == Storage.F16 ? Blueprint.Halved(device) : device));
        var recipes = Pass(ChosenRecipes.Of(candidates, options));
        var half = Pass(storage == Storage.F16
            ? HalfStorage.Decide(fused, recipes, device.BindingAlignment, shader => Plan.Follows(gpu, shader))
            : HalfStorage.None(fused));
        var work = Pass(new Work(fused, recipes, half, Pass(DerivedWeights.Find(fused, recipes))));
        var dependencies = Pass(Dependencies.Of(work, budgeted));
        var schedule = Pass(Schedule.Of(work, dependencies, budgeted));
        var conversions = Pass(Conversions.Of(work, schedule));
        var timeline = Pass(Timeline.Of(work, schedule, conversions));
        var memory = Pass(Placement.Of(work, dependencies, schedule, conversions, timeline, device, options));
        var launches = Pass(Launches.Of(work, schedule, conversions, memory, device, WholeNetTests.Reflect));
        var estimated = Pass(launches.Estimated(device, refined: false));
        Pass(Blueprint.Commands(estimated.Main, budgeted ? 0.1 : 0));
        Assert.That(results.Select(r => r.Before), Is.Unique, "results say nothing");
        var drawn = Blueprint.Draw(
            updates, [loss], device, WholeNetTests.Reflect, options with { Measure = false }, null, shader => Plan.Follows(gpu, shader));
        Assert.That(Describe(drawn.Launches), Is.EqualTo(Describe(estimated)), "these are the passes of a plan");
    }

    // All that a result holds, as text; each object of ours once.
    private static string Describe(object result)
    {
        var (text, seen) = (new StringBuilder(), new HashSet<object>(ReferenceEqualityComparer.Instance));
        void Add(object? value)
        {
            if (value is null or string || value.GetType() is var type && type.IsPrimitive)
            {
                text.Append(value).Append(' ');
            }
            else if (value is IEnumerable many)
            {
                text.Append('[');
                foreach (var one in many)
                    Add(one);
                text.Append(']');
            }
            else if (type.Assembly == Networks && !type.IsEnum)
            {
                if (!type.IsValueType && !seen.Add(value))
                    return;
                text.Append(type.Name).Append('(');
                foreach (var field in type.GetFields(Own))
                    Add(field.GetValue(value));
                text.Append(')');
            }
            else if (value is ITuple tuple)
            {
                for (var i = 0; i < tuple.Length; i++)
                    Add(tuple[i]);
            }
            else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
            {
                Add(type.GetProperty("Key")!.GetValue(value));
                Add(type.GetProperty("Value")!.GetValue(value));
            }
            else
            {
                text.Append(value).Append(' ');
            }
        }
        Add(result);
        return text.ToString();
    }
}
