// Writes Engine/Packages/Arch/Generated: what the Arch package offers for one to eight component types.
using ArchGenerator;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: ArchGenerator FOLDER (Engine/Packages/Arch/Generated)");
    return 1;
}
Directory.CreateDirectory(args[0]);
foreach (var (name, text) in GeneratedFiles.All())
    File.WriteAllText(Path.Combine(args[0], name), text);
return 0;
