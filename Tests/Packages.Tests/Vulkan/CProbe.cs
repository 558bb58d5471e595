// A C program made, compiled and run by a test: the compiler's word on sizes, offsets and values.
using System.Diagnostics;
using System.Globalization;

namespace Packages.Tests.VulkanPackage;

/// <summary>Collects integer expressions and evaluates them all in one C program over the installed Vulkan headers.</summary>
internal sealed class CProbe
{
    private readonly List<string> expressions = [];

    public void Ask(string expression) => expressions.Add(expression);

    /// <summary>Every expression's value; ignores the test, saying why, where there is no C compiler or no header.</summary>
    public Dictionary<string, long> Run()
    {
        if (!File.Exists("/usr/include/vulkan/vulkan.h"))
            Assert.Ignore("skipped: /usr/include/vulkan/vulkan.h is not installed (libvulkan-dev has it)");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("vulkan-probe");
        try
        {
            string source = Path.Combine(folder.FullName, "probe.c"), program = Path.Combine(folder.FullName, "probe");
            File.WriteAllLines(source,
            [
                "#define VK_ENABLE_BETA_EXTENSIONS", "#include <stddef.h>", "#include <stdio.h>", "#include <vulkan/vulkan.h>",
                "static const long long values[] = {", .. expressions.Select(e => $"(long long)({e}),"), "};",
                "int main(void) { for (size_t i = 0; i < sizeof values / sizeof *values; i++) printf(\"%lld\\n\", values[i]); return 0; }",
            ]);
            Execute("cc", "-std=gnu11", "-o", program, source);
            string[] lines = Execute(program).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.That(lines, Has.Length.EqualTo(expressions.Count));
            return expressions.Zip(lines).DistinctBy(p => p.First)
                .ToDictionary(p => p.First, p => long.Parse(p.Second, CultureInfo.InvariantCulture));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Execute(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process? process = null;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore($"skipped: the C compiler {program} is not installed");
        }

        using (process)
        {
            Task<string> errors = process!.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.That(process.ExitCode, Is.Zero, errors.Result);
            return output;
        }
    }
}
