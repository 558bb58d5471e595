// Which device is taken, and what is said when there is none.
namespace Engine.Tests;

public sealed class DeviceTests
{
    [Test]
    public void List_is_ordered_and_its_indices_and_names_choose()
    {
        var all = Gpu.List();
        Assert.That(all, Is.Not.Empty);
        Assert.That(all.Select(d => d.Index), Is.EqualTo(Enumerable.Range(0, all.Count)));
        Assert.That(all.Select(d => d.Kind), Is.Ordered);
        foreach (var info in all.Where(d => d.Missing.Length == 0))
        {
            using var byIndex = Gpu.Open(new GpuOptions { Device = $"{info.Index}", ShaderFolder = GpuFixture.ShaderFolders });
            Assert.That(byIndex.Info, Is.EqualTo(info));
            using var byName = Gpu.Open(new GpuOptions { Device = info.Name[..6].ToUpperInvariant(), ShaderFolder = GpuFixture.ShaderFolders });
            Assert.That(byName.Info.Name, Does.StartWith(info.Name[..6]));
        }
    }

    [TestCase("no such device")]
    [TestCase("99")]
    public void Unknown_device_is_an_error_that_lists_the_known(string wanted)
    {
        var e = Assert.Throws<GpuException>(() => Gpu.Open(new GpuOptions { Device = wanted }))!;
        Assert.That(e.Message, Does.Contain($"'{wanted}'").And.Contain("CNN_GPU").And.Contain($"0: {Gpu.List()[0].Name}"));
    }

    [Test]
    public void No_driver_names_the_package()
    {
        // Set in the C environment, which the loader reads when an instance is made.
        VulkanInstance.SetVariable("VK_ICD_FILENAMES", "/nowhere/none.json", 1);
        VulkanInstance.SetVariable("VK_DRIVER_FILES", "/nowhere/none.json", 1);
        try
        {
            Assert.That(() => Gpu.Open(), Throws.InstanceOf<GpuException>().With.Message.Contains("mesa-vulkan-drivers"));
            Assert.That(() => Gpu.List(), Throws.InstanceOf<GpuException>().With.Message.Contains("mesa-vulkan-drivers"));
        }
        finally
        {
            VulkanInstance.UnsetVariable("VK_ICD_FILENAMES");
            VulkanInstance.UnsetVariable("VK_DRIVER_FILES");
        }
    }

    [TestCase("llvmpipe Mesa 22.3.6 (LLVM 15.0.6)", 15)]
    [TestCase("llvmpipe Mesa 25.0.7-2+deb13u1 (LLVM 19.1.7)", 19)]
    [TestCase("radv Mesa 25.0.7 (LLVM next)", 0)]
    [TestCase("NVIDIA 570.86.15", 0)]
    public void Compiler_of_the_driver_is_read_from_its_name(string driver, int version) =>
        Assert.That((GpuFixture.Gpu.Info with { Driver = driver }).LlvmVersion, Is.EqualTo(version));

    [Test]
    public void Info_of_the_opened_device_is_plausible()
    {
        var info = GpuFixture.Gpu.Info;
        Assert.Multiple(() =>
        {
            Assert.That(info.SubgroupSize, Is.InRange(4, 128));
            Assert.That(info.BindingAlignment, Is.GreaterThanOrEqualTo(32));
            Assert.That(info.MaxPushBytes, Is.GreaterThanOrEqualTo(128));
            Assert.That(info.MaxBindingBytes, Is.GreaterThanOrEqualTo(1 << 27));
            Assert.That(info.MaxGroupsX, Is.GreaterThanOrEqualTo(65535));
            Assert.That(info.SharedMemoryBytes, Is.GreaterThanOrEqualTo(16384));
            Assert.That(info.MemoryBytes, Is.GreaterThan(1 << 28));
            Assert.That(info.Missing, Is.Empty);
        });
    }
}
