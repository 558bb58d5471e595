// Rewrites a compute shader so that no limit of a binding or of a launch's workgroups holds it back.
using System.Text;
using System.Text.RegularExpressions;

namespace Engine;

/// <summary>
/// The large form of a shader: every storage buffer is reached by its address, so that it may be larger than the device binds, and workgroups are
/// counted from a base that specialization constants give, so that there may be more of them than one launch has. A binding then holds the 64-bit
/// address of what the plain form binds there (<see cref="AddressTable"/>). Slower than the plain form, and right wherever that is.
/// </summary>
public static partial class LargeForm
{
    /// <summary>Part of what compiled shaders are kept under: to be raised whenever the rewriting changes.</summary>
    internal const int Version = 2;

    /// <summary>The constant_id of the first workgroup along x; y and z follow.</summary>
    public const int BaseId = 1000;

    // Offsets of bindings are at least this aligned, also where the storage of activations halves them.
    private const int Alignment = 16;

    /// <summary>Rewrites preprocessed GLSL, all of whose storage buffers are arrays without a length.</summary>
    internal static string Of(string preprocessed)
    {
        var names = new List<string>();
        var text = Lines().Replace(preprocessed, "");
        text = Block().Replace(text, match =>
        {
            string binding = match.Groups["binding"].Value, access = match.Groups["access"].Value, block = match.Groups["block"].Value,
                type = match.Groups["type"].Value, name = match.Groups["name"].Value;
            names.Add(name);
            return $"layout(buffer_reference, std430, buffer_reference_align = {Alignment}) {access}buffer {block}Far {{ {type} {name}_far[]; }}; "
                + $"layout(std430, set = 0, binding = {binding}) readonly buffer {block} {{ {block}Far {name}_at; }};";
        });
        if (Bound().Count(text) != names.Count)
            throw new InvalidOperationException("a shader binds a storage buffer in a way that its large form does not know");
        // All names at once: none of the replacements is looked at again.
        if (names.Count > 0)
        {
            text = Regex.Replace(text, $@"(?<![\w.])({string.Join('|', names.Distinct())})(?=\s*\[(?!\s*\]))", "$1_at.$1_far",
                RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
        }
        text = Group().Replace(text, "(gl_WorkGroupID + largeBase)");
        text = Invocation().Replace(text, "(gl_GlobalInvocationID + largeBase * gl_WorkGroupSize)");
        var directives = Directive().Matches(text);
        var at = directives.Count > 0 ? directives[^1].Index + directives[^1].Length : 0;
        var head = new StringBuilder("\n#extension GL_EXT_buffer_reference : require\n");
        for (var axis = 0; axis < 3; axis++)
            head.Append("layout(constant_id = ").Append(BaseId + axis).Append(") const uint largeBase").Append("XYZ"[axis]).Append(" = 0;\n");
        head.Append("const uvec3 largeBase = uvec3(largeBaseX, largeBaseY, largeBaseZ);\n");
        return text.Insert(at, head.ToString());
    }

    [GeneratedRegex(@"layout\s*\(\s*std430\s*,\s*set\s*=\s*0\s*,\s*binding\s*=\s*(?<binding>\w+)\s*\)\s*"
        + @"(?<access>(?:(?:readonly|writeonly|restrict)\s+)*)buffer\s+(?<block>\w+)\s*\{\s*(?<type>\w+)\s+(?<name>\w+)\s*\[\s*\]\s*;\s*\}\s*;")]
    private static partial Regex Block();

    // Whatever else binds a buffer would be handed an address in place of its data.
    [GeneratedRegex(@"layout\s*\([^)]*\bbinding\b[^)]*\)[^;{}()]*\bbuffer\b")]
    private static partial Regex Bound();

    [GeneratedRegex(@"\bgl_WorkGroupID\b")]
    private static partial Regex Group();

    [GeneratedRegex(@"\bgl_GlobalInvocationID\b")]
    private static partial Regex Invocation();

    [GeneratedRegex(@"^[ \t]*#[ \t]*line\b.*$", RegexOptions.Multiline)]
    private static partial Regex Lines();

    [GeneratedRegex(@"^[ \t]*#[ \t]*(version|extension)\b.*$", RegexOptions.Multiline)]
    private static partial Regex Directive();
}
