// Numbers component types as they are first seen; the numbers are the bits of every signature.
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Arch.Core;

/// <summary>All component types of the process, for all worlds.</summary>
public static class ComponentRegistry
{
    private static readonly Lock gate = new();
    private static readonly Dictionary<Type, ComponentType> byType = [];
    private static Type[] types = new Type[64];

    /// <summary>How many types are registered; ids are below it.</summary>
    public static int Size
    {
        get
        {
            lock (gate)
                return byType.Count;
        }
    }

    public static ComponentType Add<T>() => Add(typeof(T));

    /// <summary>Registers <paramref name="type"/>, or finds it.</summary>
    public static ComponentType Add(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        lock (gate)
        {
            if (byType.TryGetValue(type, out var known))
                return known;
            var added = new ComponentType(byType.Count, ByteSizeOf(type));
            if (added.Id == types.Length)
                Array.Resize(ref types, types.Length * 2);
            types[added.Id] = type;
            byType.Add(type, added);
            return added;
        }
    }

    public static bool Has<T>() => Has(typeof(T));

    public static bool Has(Type type)
    {
        lock (gate)
            return byType.ContainsKey(type);
    }

    public static bool TryGet(Type type, out ComponentType componentType)
    {
        lock (gate)
            return byType.TryGetValue(type, out componentType);
    }

    internal static Type TypeOf(int id)
    {
        lock (gate)
            return types[id] ?? throw new InvalidOperationException($"No component type has the id {id}: make ComponentTypes from a Type.");
    }

    private static int ByteSizeOf(Type type) => type.IsValueType
        ? (int)typeof(ComponentRegistry).GetMethod(nameof(SizeOf), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(
            type).Invoke(null, null)!
        : IntPtr.Size;

    private static int SizeOf<T>() => Unsafe.SizeOf<T>();
}
