// Every generated struct, handle and enum member against the C compiler and the Vulkan headers.
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Silk.NET.Vulkan;
using VulkanGenerator;

namespace Packages.Tests.VulkanPackage;

public sealed class LayoutTests
{
    private static readonly Assembly bindings = typeof(Vk).Assembly;

    [Test]
    public void Every_generated_struct_is_laid_out_as_in_C()
    {
        Selection selection = InstalledRegistry.Select(InstalledRegistry.Load());
        var probe = new CProbe();
        var expected = new List<(string Question, int Answer)>();
        foreach (VulkanType type in selection.Structs)
        {
            Type managed = TypeOf(type);
            expected.Add(($"sizeof({type.Name})", SizeOf(managed)));
            foreach (Declaration member in type.Members)
            {
                string name = Naming.Field(member.Name);
                FieldInfo? field = managed.GetField(name) ?? managed.GetField(name + "_0");
                Assert.That(field, Is.Not.Null, $"{managed.Name}.{name}");
                expected.Add(($"offsetof({type.Name}, {member.Name})", OffsetOf(managed, field!)));
                expected.Add(($"sizeof((({type.Name}*)0)->{member.Name})", field!.Name == name ? SizeOf(field.FieldType) : SizeOf(managed)));
            }
        }

        expected.ForEach(e => probe.Ask(e.Question));
        Dictionary<string, long> actual = probe.Run();
        Assert.That(expected.Where(e => actual[e.Question] != e.Answer).Select(e => $"{e.Question} is {actual[e.Question]} in C, {e.Answer} here"), Is.Empty);
        Assert.That(expected, Has.Count.GreaterThan(2000), "a probe of so few questions would prove little");
    }

    [Test]
    public void No_generated_struct_escapes_the_layout_test()
    {
        Selection selection = InstalledRegistry.Select(InstalledRegistry.Load());
        string[] compared = [.. selection.Types.Where(t => t.Category is "struct" or "union" or "handle").Select(t => Naming.Type(t.Name))];
        string[] existing = [.. bindings.GetExportedTypes()
            .Where(t => t is { IsValueType: true, IsEnum: false, IsNested: false } && !t.Name.StartsWith("Pfn", StringComparison.Ordinal)).Select(t => t.Name)];
        Assert.That(existing, Is.EquivalentTo(compared));
    }

    [Test]
    public void Handles_are_as_large_as_in_C()
    {
        Selection selection = InstalledRegistry.Select(InstalledRegistry.Load());
        VulkanType[] handles = [.. selection.Types.Where(t => t.Category == "handle")];
        var probe = new CProbe();
        foreach (VulkanType handle in handles)
            probe.Ask($"sizeof({handle.Name})");
        Dictionary<string, long> sizes = probe.Run();
        foreach (VulkanType handle in handles)
            Assert.That(SizeOf(TypeOf(handle)), Is.EqualTo(sizes[$"sizeof({handle.Name})"]), handle.Name);
    }

    [Test]
    public void Every_enum_member_has_the_headers_value()
    {
        Registry registry = InstalledRegistry.Load();
        var questions = new List<(Type Enum, string Member, string Question)>();
        foreach (VulkanEnum source in registry.Enums.Values)
        {
            if (bindings.GetType($"Silk.NET.Vulkan.{Naming.Type(source.Name)}") is not { IsEnum: true } managed || !source.Members.Any())
                continue;
            int prefix = EnumNaming.PrefixLength(source);
            questions.AddRange(source.Members.Select(m => (managed, EnumNaming.Member(m.Name, prefix), m.Name)));
        }

        var probe = new CProbe();
        questions.ForEach(q => probe.Ask(q.Question));
        Dictionary<string, long> values = probe.Run();
        // A 32-bit flag with the sign bit set is negative here.
        Assert.That(questions.Where(q => Value(q.Enum, q.Member) != values[q.Question] && (uint)Value(q.Enum, q.Member) != values[q.Question]), Is.Empty);
        Assert.That(questions, Has.Count.GreaterThan(2000), "a probe of so few questions would prove little");
    }

    private static long Value(Type type, string member) => Convert.ToInt64(Enum.Parse(type, member));

    private static Type TypeOf(VulkanType type) => bindings.GetType($"Silk.NET.Vulkan.{Naming.Type(type.Name)}", throwOnError: true)!;

    private static int SizeOf(Type type) => type.IsPointer
        ? IntPtr.Size
        : (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;

    // The distance of a field's address from its struct's: the managed layout itself, not a marshalled one.
    private static int OffsetOf(Type type, FieldInfo field)
    {
        var method = new DynamicMethod("offset", typeof(nint), [], typeof(LayoutTests).Module, skipVisibility: true);
        ILGenerator code = method.GetILGenerator();
        LocalBuilder instance = code.DeclareLocal(type);
        code.Emit(OpCodes.Ldloca, instance);
        code.Emit(OpCodes.Ldflda, field);
        code.Emit(OpCodes.Conv_I);
        code.Emit(OpCodes.Ldloca, instance);
        code.Emit(OpCodes.Conv_I);
        code.Emit(OpCodes.Sub);
        code.Emit(OpCodes.Ret);
        return (int)method.CreateDelegate<Func<nint>>()();
    }
}
