// Writes the Vulkan stand-ins' generated files from the registry file vk.xml.
using VulkanGenerator;

string registryFile = args.Length > 0 ? args[0] : Bindings.InstalledRegistry;
string packages = args.Length > 1 ? args[1] : Path.Combine("Engine", "Packages");
if (!File.Exists(registryFile) || !Directory.Exists(packages))
{
    Console.Error.WriteLine(
        $"usage: VulkanGenerator [vk.xml] [folder Engine/Packages]; {(File.Exists(registryFile) ? packages : registryFile)} does not exist.");
    return 1;
}

foreach ((string path, string text) in Bindings.Generate(Registry.Load(registryFile)))
{
    string file = Path.Combine(packages, path);
    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
    File.WriteAllText(file, text);
    Console.WriteLine($"{file}: {text.AsSpan().Count('\n')} lines");
}

return 0;
