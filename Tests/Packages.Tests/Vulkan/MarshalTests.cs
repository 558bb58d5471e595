// SilkMarshal's strings and the loading of native libraries.
using Silk.NET.Core.Contexts;
using Silk.NET.Core.Loader;
using Silk.NET.Core.Native;
using Silk.NET.Vulkan;

namespace Packages.Tests.VulkanPackage;

public sealed unsafe class MarshalTests
{
    [TestCase(NativeStringEncoding.Ansi)]
    [TestCase(NativeStringEncoding.UTF8)]
    [TestCase(NativeStringEncoding.Uni)]
    public void A_string_survives_the_way_out_and_back(NativeStringEncoding encoding)
    {
        const string text = "Größe 深い夢 🙂";
        nint native = SilkMarshal.StringToPtr(text, encoding);
        Assert.That(SilkMarshal.PtrToString(native, encoding), Is.EqualTo(text));
        Assert.That(SilkMarshal.Free(native));
        Assert.That(SilkMarshal.StringToPtr(null, encoding), Is.EqualTo((nint)0));
        Assert.That(SilkMarshal.PtrToString(0, encoding), Is.Null);
        Assert.That(SilkMarshal.Free(0), Is.False);
    }

    [Test]
    public void A_string_array_is_one_pointer_to_free()
    {
        string[] names = ["VK_KHR_surface", "", "VK_EXT_debug_utils"];
        nint native = SilkMarshal.StringArrayToPtr(names);
        Assert.That(SilkMarshal.PtrToString((nint)((byte**)native)[2]), Is.EqualTo("VK_EXT_debug_utils"));
        Assert.That(SilkMarshal.PtrToStringArray(native, 3), Is.EqualTo(names));
        Assert.That(SilkMarshal.Free(native));
    }

    [Test]
    public void A_missing_library_is_named()
    {
        var exception = Assert.Throws<FileNotFoundException>(() => NativeAPI.CreateDefaultContext("libvulkan-that-is-absent.so.1"));
        Assert.That(exception!.Message, Does.Contain("libvulkan-that-is-absent.so.1"));
    }

    [Test]
    public void A_missing_function_throws_at_its_first_call_and_is_named()
    {
        using var vk = new Vk(new LamdaNativeContext(_ => 0));
        var exception = Assert.Throws<SymbolLoadingException>(() => vk.DeviceWaitIdle(default));
        Assert.That(exception!.Symbol, Is.EqualTo("vkDeviceWaitIdle"));
        Assert.That(exception.Message, Does.Contain("vkDeviceWaitIdle"));
    }

    [Test]
    public void A_function_is_looked_up_once()
    {
        using Vk real = Vk.GetApi();
        var asked = new List<string>();
        using var vk = new Vk(new LamdaNativeContext(name =>
        {
            asked.Add(name);
            return real.GetInstanceProcAddr(default, name);
        }));
        uint version = 0;
        for (int i = 0; i < 3; i++)
            Assert.That(vk.EnumerateInstanceVersion(ref version), Is.EqualTo(Result.Success));
        Assert.That(asked, Is.EqualTo(new[] { "vkEnumerateInstanceVersion" }));
        Assert.That(version, Is.GreaterThanOrEqualTo((uint)Vk.Version11));
    }
}
