// Packages made of what was built, and the samples built upon them, outside of the repository.
namespace Samples.Tests;

/// <summary>Made once for all tests of this assembly.</summary>
[SetUpFixture]
public sealed class PackageFeed
{
    /// <summary>The samples that are projects.</summary>
    internal static readonly string[] Projects =
        ["ClassifyCamera", "DreamTexture", "StyleVideo", "TrainArrays", "TeachFromCode", "OwnPlugin", "MinimalWindow"];

    /// <summary>A folder of their own.</summary>
    internal static string Folder { get; private set; } = "";

    /// <summary>The repository.</summary>
    internal static string Repository { get; } = Find();

    /// <summary>The packages.</summary>
    internal static string[] Packages => Directory.GetFiles(Path.Combine(Folder, "feed"), "*.nupkg");

    [OneTimeSetUp]
    public void Make()
    {
        Folder = Directory.CreateTempSubdirectory("samples").FullName;
        // A version of their own: nothing that lies in a cache of packages has it.
        SampleRun.Good(Repository, "dotnet", "pack", "CnnPlayground.sln", "--no-build", "-c", "Release", "-o", Path.Combine(Folder, "feed"),
            "-p:VersionSuffix=tested", "-nologo", "-v", "q");
        foreach (var file in Directory.GetFiles(Path.Combine(Repository, "samples"), "Directory.*"))
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        foreach (var name in Projects)
        {
            Directory.CreateDirectory(Path.Combine(Folder, name));
            foreach (var file in Directory.GetFiles(Path.Combine(Repository, "samples", name)))
                File.Copy(file, Path.Combine(Folder, name, Path.GetFileName(file)));
        }
        File.WriteAllText(Path.Combine(Folder, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><add key="tested" value="feed" /></packageSources>
              <fallbackPackageFolders><add key="restored" value="{Restored}" /></fallbackPackageFolders>
            </configuration>
            """);
        File.WriteAllText(Path.Combine(Folder, "All.slnx"),
            $"<Solution>{string.Concat(Projects.Select(p => $"<Project Path=\"{p}/{p}.csproj\" />"))}</Solution>");
        SampleRun.Good(Folder, "dotnet", "build", "All.slnx", "-c", "Release", "-nologo", "-v", "q");
    }

    [OneTimeTearDown]
    public void Delete()
    {
        if (Folder.Length > 0)
            Directory.Delete(Folder, recursive: true);
    }

    // Where the build of this repository restored what the packages need.
    private static string Restored => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string Find()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "CnnPlayground.sln")))
            at = at.Parent ?? throw new DirectoryNotFoundException("the tests do not lie in the repository");
        return at.FullName;
    }
}
