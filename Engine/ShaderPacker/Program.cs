// Compiles every shader of a folder, in every form that a device may ask for, into one file: ShaderPacker SHADER_FOLDER OUTPUT
using Engine;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: ShaderPacker SHADER_FOLDER OUTPUT");
    return 2;
}
var folder = Path.GetFullPath(args[0]);
var names = Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
    .Where(f => Path.GetExtension(f) is ".comp" or ".vert" or ".frag").Select(f => Path.GetRelativePath(folder, f)).ToArray();
var shaders = new Dictionary<string, IReadOnlyDictionary<string, byte[]>>();
try
{
    using var compiler = new ShaderCompiler([folder], new GpuOptions().FindCacheFolder());
    foreach (var name in names)
    {
        var forms = new Dictionary<string, byte[]>();
        (string? Define, bool Large)[] all = Path.GetExtension(name) == ".comp"
            ? [(null, false), ("F16", false), (null, true), ("F16", true)]
            : [(null, false)];
        foreach (var (define, large) in all)
            forms[ShaderArchive.FormOf(define, large)] = compiler.Compile(name, define, large);
        shaders[name] = forms;
    }
    AtomicFile.Write(args[1], shaders, static (file, shaders) => ShaderArchive.Write(file, shaders));
    Console.WriteLine($"{names.Length} shaders, {shaders.Sum(s => s.Value.Count)} forms, {new FileInfo(args[1]).Length} bytes");
    return 0;
}
catch (GpuException broken)
{
    Console.Error.WriteLine(broken.Message);
    return 1;
}
