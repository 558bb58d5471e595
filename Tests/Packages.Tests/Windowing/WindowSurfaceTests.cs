// The Vulkan side of a window: extensions, a real surface, and what is refused.
using System.Runtime.InteropServices;
using Silk.NET.Vulkan;
using Silk.NET.Vulkan.Extensions.KHR;
using Silk.NET.Windowing;

namespace Packages.Tests;

public unsafe class WindowSurfaceTests
{
    [Test]
    public void Surface_before_Initialize_throws_and_without_Vulkan_is_null()
    {
        using var vulkan = WindowFixture.Create(GraphicsAPI.DefaultVulkan);
        Assert.That(() => vulkan.VkSurface, Throws.InvalidOperationException.With.Message.Contains("Initialize"));
        vulkan.Initialize();
        Assert.That(vulkan.VkSurface, Is.Not.Null);
        using var none = WindowFixture.Create(GraphicsAPI.None);
        Assert.That(none.VkSurface, Is.Null);
    }

    [Test]
    public void OpenGL_is_refused_in_words()
    {
        using var window = WindowFixture.Create(GraphicsAPI.Default);
        Assert.That(window.Initialize, Throws.TypeOf<PlatformNotSupportedException>().With.Message.Contains("OpenGL"));
        Assert.That(window.IsInitialized, Is.False);
    }

    [Test]
    public void Required_extensions_make_an_instance_that_takes_the_surface()
    {
        using var window = WindowFixture.Open(GraphicsAPI.DefaultVulkan);
        var source = window.VkSurface!;
        var extensions = source.GetRequiredExtensions(out var count);
        string[] names = [.. Enumerable.Range(0, (int)count).Select(i => Marshal.PtrToStringUTF8((nint)extensions[i])!)];
        Assert.That(names, Does.Contain("VK_KHR_surface"));

        using var vk = Vk.GetApi();
        var application = new ApplicationInfo(apiVersion: Vk.Version13);
        var info = new InstanceCreateInfo(pApplicationInfo: &application, enabledExtensionCount: count, ppEnabledExtensionNames: extensions);
        Assert.That(vk.CreateInstance(in info, null, out var instance), Is.EqualTo(Result.Success));
        var surface = source.Create<AllocationCallbacks>(instance.ToHandle(), null).ToSurface();
        Assert.That(surface.Handle, Is.Not.EqualTo(0UL));
        Assert.That(vk.TryGetInstanceExtension(instance, out KhrSurface khr), Is.True);
        khr.DestroySurface(instance, surface, null);
        vk.DestroyInstance(instance, null);
    }

    [Test]
    public void Instance_without_the_extensions_is_refused_in_words()
    {
        using var window = WindowFixture.Open(GraphicsAPI.DefaultVulkan);
        using var vk = Vk.GetApi();
        var application = new ApplicationInfo(apiVersion: Vk.Version13);
        var info = new InstanceCreateInfo(pApplicationInfo: &application);
        Assert.That(vk.CreateInstance(in info, null, out var instance), Is.EqualTo(Result.Success));
        Assert.That(() => window.VkSurface!.Create<AllocationCallbacks>(instance.ToHandle(), null),
            Throws.InvalidOperationException.With.Message.Contains("GetRequiredExtensions"));
        vk.DestroyInstance(instance, null);
    }
}
