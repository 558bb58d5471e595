// Values of component fields as YAML: numbers, words, vectors, colours, lists, entities, structs of these.
using System.Globalization;
using System.Numerics;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Engine;

internal static class SceneValue
{
    public static bool CanHold(Type type) => type == typeof(string) || type == typeof(bool) || type == typeof(Entity) || type.IsEnum || IsNumber(type)
        || VectorLength(type) > 0
        || (type.IsArray && CanHold(type.GetElementType()!))
        || (Nullable.GetUnderlyingType(type) is { } inner && CanHold(inner))
        || IsText(type)
        || (IsStruct(type) && HoldsAllFields(type));

    public static object? Read(YamlNode node, Type type, SceneReader reader)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return node is YamlScalarNode { Value: "null" or "~" or "" } ? null : Read(node, inner, reader);
        if (type == typeof(string))
            return Word(node, "a text", reader);
        if (type == typeof(bool))
            return bool.TryParse(Word(node, "true or false", reader), out var flag) ? flag : throw Wants(node, "true or false", reader);
        if (type == typeof(Entity))
            return Word(node, "an entity's name", reader) is { Length: > 0 } name ? reader.Find(node, name) : Entity.Null;
        if (type.IsEnum)
            return ReadEnum(node, type, reader);
        if (IsNumber(type))
            return ReadNumber(node, type, reader);
        if (type.IsArray)
            return ReadArray(node, type.GetElementType()!, reader);
        if (IsText(type))
            return ReadText(node, type, reader);
        if (VectorLength(type) is > 0 and int length)
            return ReadVector(node, type, length, reader);
        return SceneComponent.Of(type).Read(node, reader);
    }

    public static YamlNode Write(object? value, Type type, Func<Entity, string> nameOf)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            null when type.IsArray => Sequence([]),
            null => new YamlScalarNode(type == typeof(string) || IsText(type) ? "" : "null"),
            string text => new YamlScalarNode(text),
            bool flag => new YamlScalarNode(flag ? "true" : "false"),
            Entity entity => new YamlScalarNode(entity == Entity.Null ? "" : nameOf(entity)),
            Enum name => new YamlScalarNode(Camel(name.ToString())),
            Array array => Sequence(array.Cast<object?>().Select(item => Write(item, type.GetElementType()!, nameOf))),
            Vector2 v => Numbers(v.X, v.Y),
            Vector3 v => Numbers(v.X, v.Y, v.Z),
            Vector4 v => Numbers(v.X, v.Y, v.Z, v.W),
            IFormattable number when IsNumber(type) => new YamlScalarNode(number.ToString(null, CultureInfo.InvariantCulture)),
            _ when IsText(type) => new YamlScalarNode(value.ToString()),
            _ => SceneComponent.Of(type).Write(value, nameOf),
        };
    }

    /// <summary>Whether a value of this type is written as one word or number, so that it can be typed.</summary>
    public static bool IsOneWord(Type type) =>
        type == typeof(string) || type == typeof(bool) || type.IsEnum || IsNumber(type) || IsText(type)
        || (Nullable.GetUnderlyingType(type) is { } inner && IsOneWord(inner));

    /// <summary>A value that is one word, as scene files write it.</summary>
    public static string Word(object? value, Type type) => ((YamlScalarNode)Write(value, type, static entity => entity.ToString())).Value ?? "";

    /// <summary>The value of a word as scene files are read; <paramref name="place"/> is its component and field.</summary>
    /// <exception cref="SceneException">It is none; begins with <paramref name="who"/> gave it.</exception>
    public static object? Parse(string word, Type type, (string Component, string Field) place, string who)
    {
        var node = new YamlScalarNode(word);
        var reader = new SceneReader(who, new Dictionary<string, Entity>(), new Dictionary<YamlNode, string> { [node] = who });
        return reader.In(place.Component, node, () => reader.In(place.Field, node, () => Read(node, type, reader)));
    }

    /// <summary>Whether this is the type of a number.</summary>
    public static bool IsNumber(Type type) => type == typeof(float) || type == typeof(double) || type == typeof(int) || type == typeof(uint)
        || type == typeof(long) || type == typeof(short) || type == typeof(byte);

    private static object ReadNumber(YamlNode node, Type type, SceneReader reader)
    {
        var whole = type != typeof(float) && type != typeof(double);
        var wanted = whole ? "a whole number" : "a number";
        var word = Word(node, wanted, reader);
        if (!whole)
        {
            return double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                ? Convert.ChangeType(number, type, CultureInfo.InvariantCulture)
                : throw Wants(node, wanted, reader);
        }
        if (!long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
            throw Wants(node, wanted, reader);
        try
        {
            return Convert.ChangeType(integer, type, CultureInfo.InvariantCulture);
        }
        catch (OverflowException)
        {
            throw Wants(node, $"a whole number that fits {type.Name}", reader);
        }
    }

    private static object ReadEnum(YamlNode node, Type type, SceneReader reader)
    {
        var names = Enum.GetNames(type);
        var word = Word(node, "one of " + string.Join(", ", names.Select(Camel)), reader);
        var name = names.FirstOrDefault(n => n.Equals(word, StringComparison.OrdinalIgnoreCase));
        return name is not null
            ? Enum.Parse(type, name)
            : throw reader.Error(node, $"{reader.Place} cannot be '{word}'{Spelling.Hint(word, [.. names.Select(Camel)])}");
    }

    // A list is the text of its items with commas between, as it is written back.
    private static object ReadText(YamlNode node, Type type, SceneReader reader)
    {
        var text = node is YamlSequenceNode sequence
            ? string.Join(", ", sequence.Children.Select(item => Word(item, "texts", reader)))
            : Word(node, "a text", reader);
        try
        {
            return Setting.Parse(text, type);
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            throw reader.Error(node, $"{reader.Place} cannot be '{text}': {error.Message}");
        }
    }

    private static Array ReadArray(YamlNode node, Type element, SceneReader reader)
    {
        if (node is not YamlSequenceNode sequence)
            throw Wants(node, "a list, as in [a, b]", reader);
        var array = Array.CreateInstance(element, sequence.Children.Count);
        for (var i = 0; i < array.Length; i++)
        {
            var item = sequence.Children[i];
            array.SetValue(reader.In($"[{i}]", item, () => Read(item, element, reader)), i);
        }
        return array;
    }

    private static object ReadVector(YamlNode node, Type type, int length, SceneReader reader)
    {
        var wanted = $"{length} numbers, as in [{string.Join(", ", Enumerable.Repeat("0", length))}]"
            + (length >= 3 ? ", or a colour, as in '#ff8000' (with quotes)" : "");
        Span<float> v = [0, 0, 0, 1];
        if (length >= 3 && node is YamlScalarNode { Value: ['#', .. { Length: 6 or 8 } digits] }
            && uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _))
        {
            for (var i = 0; i < digits.Length / 2; i++)
                v[i] = byte.Parse(digits.AsSpan(2 * i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) / 255f;
        }
        else
        {
            if (node is not YamlSequenceNode sequence || sequence.Children.Count != length)
                throw Wants(node, wanted, reader);
            for (var i = 0; i < length; i++)
                v[i] = (float)ReadNumber(sequence.Children[i], typeof(float), reader);
        }
        return type == typeof(Vector2) ? new Vector2(v[0], v[1])
            : type == typeof(Vector3) ? new Vector3(v[0], v[1], v[2])
            : new Vector4(v[0], v[1], v[2], v[3]);
    }

    private static string Word(YamlNode node, string wanted, SceneReader reader) =>
        node is YamlScalarNode scalar ? scalar.Value ?? "" : throw Wants(node, wanted, reader);

    private static SceneException Wants(YamlNode node, string wanted, SceneReader reader)
    {
        var found = node switch
        {
            YamlScalarNode { Value: null or "" } => "nothing",
            YamlScalarNode scalar => $"'{scalar.Value}'",
            YamlSequenceNode sequence => $"a list of {sequence.Children.Count}",
            _ => "a mapping",
        };
        return reader.Error(node, $"{reader.Place} wants {wanted}, found {found}.");
    }

    private static YamlSequenceNode Sequence(IEnumerable<YamlNode> nodes) => new(nodes) { Style = SequenceStyle.Flow };

    private static YamlSequenceNode Numbers(params float[] values) =>
        Sequence(values.Select(v => new YamlScalarNode(v.ToString(CultureInfo.InvariantCulture))));

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static int VectorLength(Type type) => type == typeof(Vector2) ? 2 : type == typeof(Vector3) ? 3 : type == typeof(Vector4) ? 4 : 0;

    // Classes that say themselves how they are written.
    private static bool IsText(Type type) =>
        type.IsClass && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IParsable<>));

    private static bool IsStruct(Type type) =>
        type.IsValueType && !type.IsPrimitive && type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true;

    private static bool HoldsAllFields(Type type)
    {
        SceneComponent.Of(type);
        return true;
    }
}
