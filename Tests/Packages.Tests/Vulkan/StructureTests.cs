// The traps of the package's structs: constructors, sType, buffers, handles.
using System.Reflection;
using System.Runtime.CompilerServices;
using Silk.NET.Core;
using Silk.NET.Core.Native;
using Silk.NET.Vulkan;
using Buffer = Silk.NET.Vulkan.Buffer;

namespace Packages.Tests.VulkanPackage;

public sealed unsafe class StructureTests
{
    private static IEnumerable<Type> Structs => typeof(Vk).Assembly.GetExportedTypes()
        .Where(t => t is { IsValueType: true, IsEnum: false, IsNested: false } && !t.Name.StartsWith("Pfn", StringComparison.Ordinal));

    [Test]
    public void An_object_initialiser_leaves_the_sType_zero()
    {
        var info = new BufferCreateInfo { Size = 4 };
        Assert.That(info.SType, Is.EqualTo((StructureType)0));
        Assert.That(new BufferCreateInfo().SType, Is.EqualTo((StructureType)0));
    }

    [Test]
    public void Any_constructor_argument_brings_the_sType()
    {
        Assert.That(new BufferCreateInfo(pNext: null).SType, Is.EqualTo(StructureType.BufferCreateInfo));
        Assert.That(new SubmitInfo2(commandBufferInfoCount: 1).SType, Is.EqualTo(StructureType.SubmitInfo2));
        var info = new BufferCreateInfo(size: 16, usage: BufferUsageFlags.StorageBufferBit) with { SharingMode = SharingMode.Concurrent };
        Assert.That((info.Size, info.Usage, info.SharingMode, info.SType),
            Is.EqualTo((16ul, BufferUsageFlags.StorageBufferBit, SharingMode.Concurrent, StructureType.BufferCreateInfo)));
    }

    [Test]
    public void Every_struct_has_one_constructor_whose_parameters_are_all_optional()
    {
        Assert.Multiple(() =>
        {
            foreach (Type type in Structs)
            {
                ConstructorInfo[] constructors = type.GetConstructors();
                bool onlyArrays = type.GetFields().All(f => f.FieldType.IsNested);
                Assert.That(constructors, Has.Length.EqualTo(onlyArrays ? 0 : 1), type.Name);
                Assert.That(constructors.SelectMany(c => c.GetParameters()).All(p => p.IsOptional), type.Name);
                Assert.That(constructors.All(c => c.GetParameters().Length > 0), $"{type.Name} declares a parameterless constructor");
            }
        });
    }

    [Test]
    public void Every_sType_starts_zero_and_its_default_names_the_struct()
    {
        Type[] structured = [.. Structs.Where(t => t.GetField("SType")?.FieldType == typeof(StructureType))];
        Assert.That(structured, Has.Length.GreaterThan(150));
        Assert.Multiple(() =>
        {
            foreach (Type type in structured)
            {
                Assert.That(type.GetField("SType")!.GetValue(Activator.CreateInstance(type)), Is.EqualTo((StructureType)0), type.Name);
                // BaseInStructure and BaseOutStructure are every struct: they have no value of their own.
                object? value = type.GetConstructors()[0].GetParameters()[0].RawDefaultValue;
                if (!type.Name.StartsWith("Base", StringComparison.Ordinal))
                    Assert.That((StructureType)Convert.ToInt32(value), Is.EqualTo(Enum.Parse<StructureType>(type.Name, ignoreCase: true)), type.Name);
            }
        });
    }

    [Test]
    public void Arrays_are_fixed_buffers_or_nested_structs()
    {
        var memory = default(PhysicalDeviceMemoryProperties);
        memory.MemoryTypes[31].HeapIndex = 7;
        Assert.That(memory.MemoryTypes.Element31.HeapIndex, Is.EqualTo(7));
        Assert.That(memory.MemoryTypes.AsSpan().Length, Is.EqualTo(32));
        Assert.That(memory.MemoryHeaps.AsSpan().Length, Is.EqualTo(16));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.MemoryTypes[32].HeapIndex = 0);
        var blit = default(ImageBlit);
        blit.DstOffsets[1] = new Offset3D(1, 2, 3);
        Assert.That(blit.DstOffsets.Element1.Z, Is.EqualTo(3));
        var properties = default(PhysicalDeviceProperties);
        properties.DeviceName[0] = (byte)'x';
        properties.Limits.MaxComputeWorkGroupCount[2] = 5;
        Assert.That(SilkMarshal.PtrToString((nint)properties.DeviceName), Is.EqualTo("x"));
        Assert.That(default(PhysicalDeviceIDProperties).DeviceLuidvalid == false);
    }

    [Test]
    public void A_clear_value_overlays_its_forms()
    {
        var red = new ClearValue(color: new ClearColorValue(1f, 0f, 0f, 1f));
        Assert.That(red.DepthStencil.Depth, Is.EqualTo(1f));
        Assert.That(red.Color.Uint32_3, Is.EqualTo(0x3F800000u));
        Assert.That(new ClearColorValue(uint32_0: 3).Int32_0, Is.EqualTo(3));
    }

    [Test]
    public void Handles_wrap_numbers_and_cross_to_windowing()
    {
        Assert.That(default(Buffer).Handle, Is.Zero);
        Assert.That(new Buffer(5).Handle, Is.EqualTo(5ul));
        Assert.That(new Instance(9).ToHandle().Handle, Is.EqualTo((nint)9));
        Assert.That(new VkNonDispatchableHandle(11).ToSurface().Handle, Is.EqualTo(11ul));
    }

    [Test]
    public void A_Bool32_is_a_bool_and_a_number()
    {
        Bool32 yes = true, fromConstant = Vk.True;
        Assert.That((bool)yes && fromConstant == yes && yes != false && yes.Value == 1);
        Assert.That(Unsafe.SizeOf<Bool32>(), Is.EqualTo(4));
        Assert.That((bool)new Bool32(2), Is.False, "only one is true");
    }

    [Test]
    public void A_version_packs_and_unpacks()
    {
        var version = (Version32)0x4030EFu;
        Assert.That((version.Major, version.Minor, version.Patch), Is.EqualTo((1u, 3u, 239u)));
        Assert.That((uint)Vk.MakeVersion(1, 3, 239), Is.EqualTo(0x4030EFu));
        Assert.That((Version)version, Is.EqualTo(new Version(1, 3, 239)));
    }
}
