// How a module's parameters and submodules are found: by walking its fields.
using System.Collections.Concurrent;
using System.Reflection;
using System.Text;

namespace CnnCompute;

/// <summary>The fields of a module type that hold state, in order of declaration, base classes first.</summary>
internal static class ModuleFields
{
    internal readonly record struct Entry(string Name, FieldInfo Field, bool IsBuffer);

    private static readonly ConcurrentDictionary<Type, Entry[]> Cache = new();

    public static Entry[] Of(Type module) => Cache.GetOrAdd(module, Find);

    private static Entry[] Find(Type module)
    {
        var types = new Stack<Type>();
        for (var t = module; t is not null && t != typeof(Module); t = t.BaseType)
            types.Push(t);
        return
        [
            .. types.SelectMany(t => t
                .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Where(f => typeof(Parameter).IsAssignableFrom(f.FieldType) || typeof(Module).IsAssignableFrom(f.FieldType)
                    || typeof(IEnumerable<Module>).IsAssignableFrom(f.FieldType))
                .OrderBy(f => f.MetadataToken)
                .Select(f => new Entry(StateName(f.Name), f, f.IsDefined(typeof(BufferAttribute)))))
        ];
    }

    // "<RunningMean>k__BackingField" and "runningMean" are both "running_mean".
    private static string StateName(string field)
    {
        var name = field is ['<', ..] ? field[1..field.IndexOf('>')] : field.TrimStart('_');
        var result = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && !char.IsUpper(name[i - 1]))
                result.Append('_');
            result.Append(char.ToLowerInvariant(name[i]));
        }
        return result.ToString();
    }
}
