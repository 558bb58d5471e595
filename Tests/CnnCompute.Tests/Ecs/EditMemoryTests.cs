// Memory stays as it is, however often components are edited.
namespace CnnCompute.Tests;

public sealed class EditMemoryTests
{
    [Test]
    public void A_hundred_edits_of_every_component_leave_nothing_on_the_device()
    {
        var results = EditsBench.Run(GpuFixture.Gpu, Path.Combine(GpuFixture.Repository, "Scenes", "Assets"), 100, CancellationToken.None).ToList();
        Assert.That(results, Has.Count.EqualTo(EditsBench.Cases.Count));
        foreach (var result in results)
        {
            TestContext.Out.WriteLine(
                $"{result.Component}: device {result.DeviceBefore} → {result.DeviceAfter} bytes, {result.Milliseconds:F1} ms an edit");
            // Places to read back to come and go with how late results are; what leaks, leaks at every edit.
            Assert.That(result.Objects, Is.LessThan(result.Edits / 10), $"objects left by {result.Component}");
            Assert.That(result.DeviceAfter, Is.EqualTo(result.DeviceBefore).Within(EditsBench.Tolerance),
                $"device memory left by {result.Component}");
        }
    }
}
