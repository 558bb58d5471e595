// Which other plugins a plugin needs, read from its file before anything of it is loaded.
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Engine;

/// <summary>What a plugin's assembly says: by <see cref="PluginDependencyAttribute"/>, and by the assemblies it was compiled against.</summary>
internal static class PluginNeeds
{
    /// <summary>The plugins that <paramref name="file"/> declares, and those among <paramref name="plugins"/> that it refers to.</summary>
    /// <exception cref="BadImageFormatException">It is no assembly.</exception>
    public static IReadOnlyList<string> Of(string file, IReadOnlyCollection<string> plugins)
    {
        using var stream = File.OpenRead(file);
        using var image = new PEReader(stream);
        if (!image.HasMetadata)
            throw new BadImageFormatException("it is no .NET assembly", file);
        var reader = image.GetMetadataReader();
        var own = Path.GetFileNameWithoutExtension(file);
        var referred = reader.AssemblyReferences.Select(r => reader.GetString(reader.GetAssemblyReference(r).Name)).Where(plugins.Contains);
        var declared = reader.GetAssemblyDefinition().GetCustomAttributes().Select(reader.GetCustomAttribute)
            .Where(a => NameOf(reader, a) == nameof(PluginDependencyAttribute)).Select(a => Argument(reader, a));
        return [.. declared.Concat(referred).Where(name => name != own).Distinct()];
    }

    private static string? NameOf(MetadataReader reader, CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
            && reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } type
            ? reader.GetString(reader.GetTypeReference((TypeReferenceHandle)type).Name)
            : null;

    // ECMA-335 II.23.3: a prolog of two bytes, then the string.
    private static string Argument(MetadataReader reader, CustomAttribute attribute)
    {
        var value = reader.GetBlobReader(attribute.Value);
        value.ReadUInt16();
        return value.ReadSerializedString() ?? "";
    }
}
