// Memory stays as it is, however often components are edited.
namespace CnnCompute.Tests;

public sealed class EditMemoryTests
{
    // Enough that what leaks at every edit, were it one place of an arena, is more than may come and go; `bench edits` makes a hundred.
    private const int Edits = 24;

    [Test]
    public void Edits_of_every_component_leave_nothing_on_the_device()
    {
        var results = EditsBench.Run(GpuFixture.Gpu, Path.Combine(GpuFixture.Repository, "Scenes", "Assets"), Edits, CancellationToken.None).ToList();
        Assert.That(results, Has.Count.EqualTo(EditsBench.Cases.Count));
        foreach (var result in results)
        {
            TestContext.Out.WriteLine(
                $"{result.Component}: device {result.DeviceBefore} → {result.DeviceAfter} bytes, {result.Milliseconds:F1} ms an edit");
            // Places to read back to come and go with how late results are; what leaks, leaks at every edit.
            Assert.That(result.Objects, Is.LessThan(result.Edits / 6), $"objects left by {result.Component}");
            Assert.That(result.DeviceAfter, Is.EqualTo(result.DeviceBefore).Within(EditsBench.Tolerance),
                $"device memory left by {result.Component}");
        }
    }
}
