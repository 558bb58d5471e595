// Links glslang and SPIRV-Tools into one shared library, once per machine, in the user's cache folder.
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Silk.NET.Shaderc;

internal static class ShadercDependencies
{
    internal const string Advice =
        "install Debian's packages (apt-get install g++ libshaderc1 libshaderc-dev glslang-dev spirv-tools) and start again.";

    private static readonly string[] Archives =
    [
        "libglslang.a", "libSPIRV.a", "libMachineIndependent.a", "libGenericCodeGen.a", "libOSDependent.a", "libOGLCompiler.a", "libHLSL.a",
        "libglslang-default-resource-limits.a", "libSPIRV-Tools-opt.a", "libSPIRV-Tools.a",
    ];

    /// <summary>
    /// Hands the path of the linked library to <paramref name="open"/>, which returns null or what went wrong.
    /// A cached file that is not whole, which its last bytes tell, or does not open is linked anew: of a truncated library parts are mapped that are
    /// not there, which ends the process. Where the cache cannot hold it, a temporary folder does.
    /// The file's name carries the archives' sizes and times, and it appears by a rename, so processes may do this at the same time.
    /// </summary>
    internal static void Provide(Func<string, string?> open)
    {
        FileInfo[] archives = [.. Archives.Select(Find)];
        var name = $"libshaderc-dependencies-{Key(archives)}.so";
        var folder = CacheFolder();
        var path = folder == null ? null : Path.Combine(folder, name);
        if (path != null && LinkedLibrary.IsWhole(path) && open(path) == null)
            return;
        if (path == null || !TryLinkAndOpen(archives, path, open))
        {
            // Private (0700) and new, so nobody else can put a library there; the mapping outlives the file.
            var own = Directory.CreateTempSubdirectory("cnnplayground-");
            try
            {
                LinkAndOpen(archives, Path.Combine(own.FullName, name), open);
            }
            finally
            {
                own.Delete(recursive: true);
            }
        }
    }

    // What is wrong with the archives or the linker is wrong elsewhere too, and told by the second attempt.
    private static bool TryLinkAndOpen(FileInfo[] archives, string path, Func<string, string?> open)
    {
        try
        {
            LinkAndOpen(archives, path, open);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void LinkAndOpen(FileInfo[] archives, string path, Func<string, string?> open)
    {
        var unfinished = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp";
        try
        {
            Link(archives, unfinished);
            LinkedLibrary.Seal(unfinished);
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }

        if (open(path) is { } problem)
            throw new FileNotFoundException($"The shader compiler's dependencies, linked to {path}, could not be loaded ({problem}): {Advice}");
    }

    private static void Link(FileInfo[] archives, string output)
    {
        var start = new ProcessStartInfo("g++") { RedirectStandardError = true, UseShellExecute = false };
        string[] inputs = [.. archives.Select(archive => archive.FullName)];
        foreach (var word in (string[])["-shared", "-o", output, "-Wl,--whole-archive", .. inputs, "-Wl,--no-whole-archive", "-lpthread"])
            start.ArgumentList.Add(word);
        try
        {
            using var linker = Process.Start(start)!;
            var errors = linker.StandardError.ReadToEnd();
            linker.WaitForExit();
            if (linker.ExitCode != 0)
            {
                var advice = errors.Contains("No space left on device", StringComparison.Ordinal)
                    ? $"make room in {Path.GetDirectoryName(output)}, or set XDG_CACHE_HOME or TMPDIR to a folder on another disk." : Advice;
                throw new FileNotFoundException(
                    $"g++ could not link the shader compiler's dependencies into {output} (exit {linker.ExitCode}: {errors.Trim()}): {advice}");
            }
        }
        catch (Win32Exception e)
        {
            throw new FileNotFoundException(
                $"g++, needed once to link the shader compiler's dependencies, could not be started ({e.Message}): {Advice}", e);
        }
    }

    private static FileInfo Find(string archive)
    {
        var triplet = (RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64") + "-linux-gnu";
        string[] folders = [$"/usr/lib/{triplet}", "/usr/local/lib", "/usr/lib64", "/usr/lib"];
        return folders.Select(folder => new FileInfo(Path.Combine(folder, archive))).FirstOrDefault(file => file.Exists)
            ?? throw new FileNotFoundException(
                $"{archive}, needed once to complete Debian's libshaderc.so.1, is in none of {string.Join(", ", folders)}: {Advice}");
    }

    private static string Key(FileInfo[] archives)
    {
        var facts = string.Join('\n', archives.Select(a => $"{a.FullName} {a.Length} {a.LastWriteTimeUtc.Ticks}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(facts)))[..16];
    }

    // Null when no folder of the user's can be written.
    private static string? CacheFolder()
    {
        var root = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (!Path.IsPathRooted(root))
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            root = home.Length == 0 ? null : Path.Combine(home, ".cache");
        }

        if (root == null)
            return null;
        var folder = Path.Combine(root, "cnnplayground", "native");
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".{Guid.NewGuid():N}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
