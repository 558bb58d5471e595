// Files beside the checkout that tests use where they are present.
namespace CnnCompute.Tests;

/// <summary>Finds ../shared; a test that needs a file from it is skipped where it is absent.</summary>
internal static class Shared
{
    private static readonly string? Folder = Find();

    /// <summary>The file's path; ends the test as ignored where it does not exist.</summary>
    public static string File(string name)
    {
        var path = Folder is null ? null : Path.Combine(Folder, name);
        if (path is null || !System.IO.File.Exists(path))
            Assert.Ignore($"../shared/{name} is not there");
        return path!;
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "CnnPlayground.sln")))
                return Path.Combine(folder.Parent?.FullName ?? "/", "shared");
        }
        return null;
    }
}
