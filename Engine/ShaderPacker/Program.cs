// Compiles every shader of a folder into one file, for packages: ShaderPacker SHADER_FOLDER OUTPUT
using Engine;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: ShaderPacker SHADER_FOLDER OUTPUT");
    return 2;
}
try
{
    var (shaders, forms) = ShaderPacking.Pack(Path.GetFullPath(args[0]), args[1]);
    Console.WriteLine($"{shaders} shaders, {forms} forms, {new FileInfo(args[1]).Length} bytes");
    return 0;
}
catch (Exception broken) when (InputError.Is(broken))
{
    Console.Error.WriteLine(InputError.Sentence(broken));
    return 1;
}
