// One Gpu with validation for a whole test assembly; after each test: no new validation message, nothing left alive. Linked into the test projects.
using System.Reflection;
using Engine;
using NUnit.Framework.Interfaces;

[assembly: CheckGpu]

/// <summary>
/// Opens the assembly's Gpu at its first use and disposes it at the end. Shaders are searched in the test project's own Shaders, then in the
/// repository's.
/// </summary>
[SetUpFixture]
public sealed class GpuFixture
{
    private static Gpu? gpu;

    /// <summary>The Gpu of all tests; no Vulkan driver or no validation layer is a failure, not a skip.</summary>
    public static Gpu Gpu => gpu ??= Gpu.Open(new GpuOptions { Validation = true, ShaderFolder = ShaderFolders });

    /// <summary>The Gpu if a test has used it.</summary>
    public static Gpu? Opened => gpu;

    /// <summary>The folder that holds CnnPlayground.sln.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>This test project's shaders, then the repository's.</summary>
    public static string ShaderFolders => string.Join(Path.PathSeparator,
        Path.Combine(Repository, "Tests", Assembly.GetExecutingAssembly().GetName().Name!, "Shaders"), Path.Combine(Repository, "Shaders"));

    /// <summary>Disposes the Gpu; what validation says about that counts too.</summary>
    [OneTimeTearDown]
    public void Close()
    {
        if (gpu is null)
            return;
        gpu.Dispose();
        Assert.That(gpu.ValidationMessages, Has.Count.EqualTo(CheckGpuAttribute.Seen), string.Join('\n', gpu.ValidationMessages));
    }

    private static string FindRepository()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "CnnPlayground.sln")))
            at = at.Parent;
        return at?.FullName ?? throw new DirectoryNotFoundException($"no CnnPlayground.sln upwards from {AppContext.BaseDirectory}");
    }
}

/// <summary>Runs around every test of the assembly.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class CheckGpuAttribute : Attribute, ITestAction
{
    private int live;

    /// <summary>Validation messages that were already reported.</summary>
    public static int Seen { get; private set; }

    /// <inheritdoc/>
    public ActionTargets Targets => ActionTargets.Test;

    /// <inheritdoc/>
    public void BeforeTest(ITest test) => live = GpuFixture.Opened?.LiveObjects ?? 0;

    /// <inheritdoc/>
    public void AfterTest(ITest test)
    {
        if (GpuFixture.Opened is not { } gpu)
            return;
        gpu.WaitIdle();
        var messages = gpu.ValidationMessages;
        string[] fresh = [.. messages.Skip(Seen)];
        Seen = messages.Count;
        Assert.That(fresh, Is.Empty, $"validation: {string.Join('\n', fresh)}");
        Assert.That(gpu.LiveObjects, Is.LessThanOrEqualTo(live), $"left alive by {test.Name}:\n{gpu.DescribeLiveObjects()}");
    }
}
