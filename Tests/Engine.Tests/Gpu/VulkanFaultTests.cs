// Every Vulkan call of the device layer fails in turn: one clear error each, and nothing half-made is left.
using System.Numerics;
using System.Runtime.InteropServices;
using Packages.Tests;
using Silk.NET.Core.Contexts;
using Silk.NET.Core.Native;
using Silk.NET.Maths;
using Silk.NET.Windowing;

namespace Engine.Tests;

public sealed class VulkanFaultTests
{
    private static GpuOptions Options => new() { Validation = false, ShaderFolder = GpuFixture.ShaderFolders };

    [Test]
    public void Every_call_of_a_computation_a_drawing_and_a_readback_may_fail() => FaultWalk.Run(Options, gpu =>
    {
        gpu.TouchesDeviceMemory = false;   // as on a card with memory of its own, so that uploads and downloads are copies
        using var numbers = gpu.Buffer<float>(64, "numbers");
        gpu.Upload<float>(numbers, new float[64]);
        using var recording = gpu.Record("doubling", c => c.Dispatch(gpu.Kernel("Test/count"), (64, 1, 1), 64u, numbers));
        using var results = gpu.Readback<float>(64, "results");
        using var picture = gpu.Image(4, 4, "picture");
        gpu.Upload(picture, new byte[64]);
        using var target = gpu.RenderTarget(8, 8);
        target.Resize(16, 16);
        using var timer = gpu.Timer(1);
        using var quads = gpu.Buffer(64, "quads");
        for (var i = 0; i < 4; i++)
        {
            var commands = gpu.Begin();
            try
            {
                commands.Timestamp(timer, 0);
                commands.Execute(recording);
                commands.Read(numbers, results);
                commands.BeginDraw(target, new Vector4(0, 0, 0, 1));
                commands.Draw(gpu.DrawPipeline("Test/quad", default), 6, 1, 0f, quads, Binding.Sampled(picture));
                commands.EndDraw();
            }
            catch
            {
                gpu.Discard(commands);
                throw;
            }
            gpu.Submit(commands);
        }
        timer.ReadMilliseconds();
        results.TryRead(new float[64], out _);
        gpu.Download<float>(numbers);
        gpu.Download(target.Image);
        gpu.WaitIdle();
    });

    [Test]
    public void Every_call_that_names_objects_may_fail() => FaultWalk.Run(Options with { Validation = true }, gpu =>
    {
        using var numbers = gpu.Buffer<float>(64, "numbers");
        using var picture = gpu.Image(4, 4, "picture");
        using var recording = gpu.Record("doubling", c => c.Dispatch(gpu.Kernel("Test/count"), (64, 1, 1), 64u, numbers));
        gpu.DrawPipeline("Test/quad", default);
    }, except: [.. VulkanFaults.Functions.Where(f => !f.EndsWith("EXT", StringComparison.Ordinal)
        && !f.Contains("Instance", StringComparison.Ordinal))]);

    [Test]
    public void Every_call_of_a_window_may_fail()
    {
        TestDisplay.Require();
        var options = WindowOptions.DefaultVulkan with { Size = new Vector2D<int>(64, 48), Title = "faults" };
        using var window = Silk.NET.Windowing.Window.Create(options);
        window.Initialize();
        var extensions = Extensions(window.VkSurface!);
        var tried = FaultWalk.Run(Options with { Surface = true, InstanceExtensions = extensions }, gpu =>
        {
            using var target = gpu.RenderTarget(8, 8);
            using var swapchain = new Swapchain(gpu, instance => Surface(window.VkSurface!, instance), () => (64, 48));
            for (var i = 0; i < 3; i++)
            {
                window.DoEvents();
                var commands = gpu.Begin();
                var shown = false;
                try
                {
                    shown = swapchain.Show(commands, target.Image);
                }
                catch
                {
                    gpu.Discard(commands);
                    throw;
                }
                gpu.Submit(commands);
                if (shown)
                    swapchain.Present();
            }
            gpu.WaitIdle();
        }, except: [.. VulkanFaults.Functions.Where(f => !f.EndsWith("KHR", StringComparison.Ordinal)
            && f is not ("vkQueueWaitIdle" or "vkCreateSemaphore") && !f.StartsWith("vkEnumerate", StringComparison.Ordinal))]);
        Assert.That(tried.Keys, Is.SupersetOf((string[])["vkCreateSwapchainKHR", "vkAcquireNextImageKHR", "vkQueuePresentKHR",
            "vkGetSwapchainImagesKHR", "vkGetPhysicalDeviceSurfaceFormatsKHR", "vkCreateSemaphore"]));
    }

    [Test]
    public void A_readback_that_got_no_buffer_has_no_slot_and_goes_on_when_there_is_memory()
    {
        var faults = new VulkanFaults();
        using (var probe = Gpu.Open(Options with { Faults = faults }))
        {
            using var numbers = probe.Buffer<float>(8, "numbers");
            probe.Run(c => c.Barrier());
        }
        var next = faults.Calls["vkCreateBuffer"] + 1;
        using var gpu = Gpu.Open(Options with { Faults = new VulkanFaults($"vkCreateBuffer:{next}=ERROR_OUT_OF_HOST_MEMORY") });
        using var source = gpu.Buffer<float>(8, "numbers");
        gpu.Run(c => c.Barrier());
        using var results = gpu.Readback<float>(8, "results");
        Assert.That(() => gpu.Run(c => c.Read(source, results)), Throws.InstanceOf<GpuException>());
        Assert.That(results.TryRead(new float[8], out _), Is.False);
        gpu.Run(c =>
        {
            c.Fill(source, 0);
            c.Barrier();
            c.Read(source, results);
        });
        Assert.That(results.TryRead(new float[8], out _), Is.True);
    }

    [Test]
    public void An_upload_that_fails_gives_its_commands_back()
    {
        var faults = new VulkanFaults();
        using (var probe = Gpu.Open(Options with { Faults = faults }))
        {
            probe.TouchesDeviceMemory = false;
            using var numbers = probe.Buffer<float>(8, "numbers");
            probe.Run(c => c.Barrier());
        }
        // The next buffer is the staging memory of the upload.
        var next = faults.Calls["vkCreateBuffer"] + 1;
        using var gpu = Gpu.Open(Options with { Faults = new VulkanFaults($"vkCreateBuffer:{next}=ERROR_OUT_OF_HOST_MEMORY") });
        gpu.TouchesDeviceMemory = false;
        using var target = gpu.Buffer<float>(8, "numbers");
        gpu.Run(c => c.Barrier());
        Assert.That(() => gpu.Upload<float>(target, new float[8]), Throws.InstanceOf<GpuException>());
        // Commands left open would keep everything that is disposed from now on.
        var held = gpu.HeldBytes;
        for (var i = 0; i < 8; i++)
        {
            using (gpu.Buffer(40 << 20, "large"))
                gpu.Run(c => c.Barrier());
        }
        gpu.WaitIdle();
        Assert.That(gpu.HeldBytes, Is.LessThanOrEqualTo(held + (80 << 20)));
    }

    [Test]
    public void Plans_of_faults_are_read_and_what_is_none_is_refused()
    {
        Assert.That(VulkanFaults.Functions,
            Does.Contain("vkQueueSubmit2").And.Contain("vkQueuePresentKHR").And.Contain("vkCreateDebugUtilsMessengerEXT"));
        foreach (var bad in (string[])["vkNothing:1=ERROR_DEVICE_LOST", "vkCreateBuffer=ERROR_DEVICE_LOST", "vkCreateBuffer:0=ERROR_DEVICE_LOST",
            "vkCreateBuffer:1=ERROR_OF_MINE"])
        {
            Assert.That(() => new VulkanFaults(bad), Throws.InstanceOf<GpuException>().With.Message.Contains(bad), bad);
        }
        Assert.That(() => new VulkanFaults("CreateBuffer:2+=VK_ERROR_OUT_OF_HOST_MEMORY, vkQueueSubmit2:1=ERROR_DEVICE_LOST"), Throws.Nothing);
    }

    [Test]
    public void A_driver_that_cannot_be_loaded_is_not_told_as_full_memory()
    {
        foreach (var error in (string[])["ERROR_OUT_OF_HOST_MEMORY", "ERROR_INITIALIZATION_FAILED", "ERROR_LAYER_NOT_PRESENT"])
        {
            Assert.That(() => Gpu.Open(Options with { Faults = new VulkanFaults($"vkCreateInstance:1={error}") }),
                Throws.InstanceOf<GpuException>().With.Message.Contains("VK_DRIVER_FILES").And.Message.Not.Contains("memory is full"), error);
        }
        Assert.That(() => Gpu.Open(Options with { Faults = new VulkanFaults("vkCreateInstance:1=ERROR_INCOMPATIBLE_DRIVER") }),
            Throws.InstanceOf<GpuException>().With.Message.Contains("no Vulkan driver was found"));
    }

    private static unsafe ulong Surface(IVkSurface surface, nint instance) => surface.Create<byte>(new VkHandle(instance), null).Handle;

    private static unsafe string[] Extensions(IVkSurface surface)
    {
        var names = surface.GetRequiredExtensions(out var count);
        var all = new string[count];
        for (uint i = 0; i < count; i++)
            all[i] = Marshal.PtrToStringUTF8((nint)names[i])!;
        return all;
    }
}
