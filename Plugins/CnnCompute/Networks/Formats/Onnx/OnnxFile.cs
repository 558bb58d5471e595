// Files of ONNX messages: read whole, once it is known that they are files and hold no more than a model may.
using CnnCompute.Protobuf;
using Engine;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CnnCompute;

/// <summary>
/// Reads protocol buffers from files. A message of two bytes takes hundreds in memory, so the entries of a file are counted before it is parsed.
/// </summary>
internal static class OnnxFile
{
    /// <summary>The most messages that a file may hold: nodes, their attributes, tensors, sizes. Large ones have some 100,000.</summary>
    public const int MostMessages = 1_000_000;

    // Protobuf's own limit on what lies in one another.
    private const int MostDepth = 100;

    // Messages are counted in 32 bits.
    private const long MostBytes = int.MaxValue;

    /// <summary>A model.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no file of this kind; named.</exception>
    public static ModelProto Model(string path) => Parse(path, ModelProto.Parser.WithDiscardUnknownFields(true), ModelProto.Descriptor, "model");

    /// <summary>A tensor, as test data are stored.</summary>
    /// <inheritdoc cref="Model"/>
    public static TensorProto Tensor(string path) =>
        Parse(path, TensorProto.Parser.WithDiscardUnknownFields(true), TensorProto.Descriptor, "tensor");

    private static T Parse<T>(string path, MessageParser<T> parser, MessageDescriptor descriptor, string kind) where T : IMessage<T>
    {
        byte[] bytes;
        using (var file = RegularFile.Open(path))
        {
            if (file.Length > MostBytes)
            {
                throw new InvalidDataException(
                    $"{path}: it has {file.Length:N0} bytes; an ONNX message ends at {MostBytes:N0}, larger weights lie in files beside it");
            }
            bytes = new byte[file.Length];
            file.ReadExactly(bytes);
        }
        if (LfsPointer.Is(bytes))
            throw LfsPointer.Refuse(path);
        try
        {
            var (messages, kinds) = (0, new Dictionary<(MessageDescriptor, uint), MessageDescriptor?>());
            Count(bytes, descriptor, MostDepth, ref messages, kinds);
            if (messages > MostMessages)
            {
                throw new InvalidDataException($"{path}: it holds more than {MostMessages:N0} entries "
                    + "(nodes, attributes, tensors); no network has so many");
            }
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException($"{path}: no sound ONNX {kind}, or only a part of one; fetch the file again ({e.Message})", e);
        }
    }

    // Walks the fields and adds up those that are messages; stops at what is damaged, which the parser then names, and beyond the limit.
    private static void Count(
        ReadOnlySpan<byte> bytes, MessageDescriptor message, int depth, ref int count,
        Dictionary<(MessageDescriptor, uint), MessageDescriptor?> kinds)
    {
        const int Varint = 0, Fixed64 = 1, Delimited = 2, Fixed32 = 5;
        while (!bytes.IsEmpty && count <= MostMessages)
        {
            if (!TryVarint(ref bytes, out var tag))
                return;
            var length = 0UL;
            switch (tag & 7)
            {
                case Varint:
                    if (!TryVarint(ref bytes, out _))
                        return;
                    continue;
                case Fixed64:
                    length = 8;
                    break;
                case Fixed32:
                    length = 4;
                    break;
                case Delimited:
                    if (!TryVarint(ref bytes, out length))
                        return;
                    break;
                default:
                    return;
            }
            if (length > (ulong)bytes.Length)
                return;
            if ((tag & 7) == Delimited)
            {
                var field = (uint)(tag >> 3);
                if (!kinds.TryGetValue((message, field), out var kind))
                {
                    var found = field is > 0 and < 1u << 29 ? message.FindFieldByNumber((int)field) : null;
                    kinds[(message, field)] = kind = found?.FieldType == FieldType.Message ? found.MessageType : null;
                }
                if (kind is not null)
                {
                    count++;
                    if (depth > 0)
                        Count(bytes[..(int)length], kind, depth - 1, ref count, kinds);
                }
            }
            bytes = bytes[(int)length..];
        }
    }

    private static bool TryVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var i = 0; i < 10 && i < bytes.Length; i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << 7 * i;
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }
        return false;
    }
}
