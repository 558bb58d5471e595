// Reads from SPIR-V what a pipeline needs: bindings with access, push constants, workgroup size, specialization constants.
using System.Runtime.InteropServices;

namespace Engine;

/// <summary>Reflection of one shader module with one entry point; opcodes and enumerants are those of the SPIR-V 1.6 specification.</summary>
internal sealed class SpirV
{
    private readonly record struct Type(int Op, uint A, uint B, uint[] Members);
    private readonly record struct Variable(uint Id, uint PointerType, uint Storage);

    private readonly Dictionary<uint, Type> types = [];
    private readonly Dictionary<uint, (uint Value, bool Specialized)> constants = [];
    private readonly Dictionary<uint, uint[]> composites = [];
    private readonly Dictionary<(uint Id, uint Decoration), uint> decorations = [];
    private readonly Dictionary<(uint Id, uint Member, uint Decoration), uint> memberDecorations = [];
    private readonly List<Variable> variables = [];
    private uint[] localSize = [1, 1, 1];
    private bool localSizeIsId;

    /// <summary>Bindings of set 0, ascending.</summary>
    public List<KernelBinding> Bindings { get; } = [];
    /// <summary>Bytes of the push constant block; 0 without one.</summary>
    public int PushBytes { get; private set; }
    /// <summary>The constant_ids the shader declares, with their defaults.</summary>
    public SortedDictionary<int, uint> Constants { get; } = [];

    private const uint SpecId = 1, ArrayStride = 6, MatrixStride = 7, BuiltIn = 11, NonWritable = 24, NonReadable = 25, BindingDecoration = 33,
        SetDecoration = 34, OffsetDecoration = 35;
    private const uint UniformConstant = 0, Uniform = 2, PushConstant = 9, StorageBuffer = 12, WorkgroupSize = 25;

    /// <summary>What the module asks of the device, as SPIR-V's capability numbers.</summary>
    public HashSet<uint> Capabilities { get; } = [];
    /// <summary>The shader talks within its subgroup.</summary>
    public bool UsesSubgroups => Capabilities.Any(c => c is >= 61 and <= 68);

    /// <summary>Parses a module; throws GpuException for what the engine does not bind.</summary>
    public SpirV(ReadOnlySpan<byte> module, string path)
    {
        var words = MemoryMarshal.Cast<byte, uint>(module);
        if (words.Length < 5 || words[0] != 0x07230203)
            throw new GpuException($"{path}: the compiled shader is no SPIR-V", "delete the cache folder");
        for (var at = 5; at < words.Length;)
        {
            int length = (int)(words[at] >> 16), op = (int)(words[at] & 0xFFFF);
            if (length == 0 || at + length > words.Length)
                throw new GpuException($"{path}: the compiled shader is truncated", "delete the cache folder");
            Read(op, words.Slice(at + 1, length - 1));
            at += length;
        }
        foreach (((var id, var decoration), var value) in decorations)
        {
            if (decoration == SpecId)
                Constants[(int)value] = constants.TryGetValue(id, out (uint Value, bool) c) ? c.Value : 0;
        }
        foreach (var variable in variables)
            Reflect(variable, path);
        Bindings.Sort((a, b) => a.Index.CompareTo(b.Index));
    }

    /// <summary>The workgroup size once constants are specialized.</summary>
    public (uint X, uint Y, uint Z) LocalSize(ReadOnlySpan<(int Id, uint Value)> specialized)
    {
        foreach (((var id, var decoration), var value) in decorations)
        {
            if (decoration == BuiltIn && value == WorkgroupSize && composites.TryGetValue(id, out var parts))
                return (Constant(parts[0], specialized), Constant(parts[1], specialized), Constant(parts[2], specialized));
        }
        return localSizeIsId
            ? (Constant(localSize[0], specialized), Constant(localSize[1], specialized), Constant(localSize[2], specialized))
            : (localSize[0], localSize[1], localSize[2]);
    }

    /// <summary>
    /// The module with every switch over a specialization constant as a plain branch to the case that is taken. Drivers may translate and inline
    /// all cases before they know the constant: a kernel of many kinds then compiles several times as long as one of its own for each.
    /// </summary>
    public byte[] Taken(byte[] module, ReadOnlySpan<(int Id, uint Value)> specialized)
    {
        const int SelectionMerge = 247, Branch = 249, Switch = 251;
        byte[]? result = null;
        var original = MemoryMarshal.Cast<byte, uint>(module.AsSpan());
        for (int at = 5, before = 5; at < original.Length; before = at, at += (int)(original[at] >> 16))
        {
            var instruction = original.Slice(at, (int)(original[at] >> 16));
            if ((original[at] & 0xFFFF) != Switch || (original[before] & 0xFFFF) != SelectionMerge
                || !decorations.ContainsKey((instruction[1], SpecId)))
            {
                continue;
            }
            var (value, label) = (Constant(instruction[1], specialized), instruction[2]);
            for (var i = 3; i + 1 < instruction.Length; i += 2)
            {
                if (instruction[i] == value)
                    label = instruction[i + 1];
            }
            result ??= [.. module];
            var words = MemoryMarshal.Cast<byte, uint>(result.AsSpan())[before..(at + instruction.Length)];
            // OpNop, and the branch at the end.
            words.Fill(1 << 16);
            (words[^2], words[^1]) = (2 << 16 | Branch, label);
        }
        return result ?? module;
    }

    private uint Constant(uint id, ReadOnlySpan<(int Id, uint Value)> specialized)
    {
        var (value, isSpecialized) = constants.TryGetValue(id, out (uint, bool) c) ? c : (1, false);
        if (isSpecialized && decorations.TryGetValue((id, SpecId), out var spec))
        {
            foreach (var (wanted, given) in specialized)
            {
                if (wanted == (int)spec)
                    return given;
            }
        }
        return value;
    }

    private void Read(int op, ReadOnlySpan<uint> w)
    {
        switch (op)
        {
            case 17: // OpCapability
                Capabilities.Add(w[0]);
                break;
            case 16 when w[1] == 17: // OpExecutionMode LocalSize
                localSize = [w[2], w[3], w[4]];
                break;
            case 331 when w[1] == 38: // OpExecutionModeId LocalSizeId
                localSize = [w[2], w[3], w[4]];
                localSizeIsId = true;
                break;
            case 21 or 22: // OpTypeInt, OpTypeFloat: bytes
                types[w[0]] = new Type(op, w[1] / 8, 0, []);
                break;
            case 23 or 24: // OpTypeVector, OpTypeMatrix: element, count
                types[w[0]] = new Type(op, w[1], w[2], []);
                break;
            case 25: // OpTypeImage: sampled
                types[w[0]] = new Type(op, w[6], 0, []);
                break;
            case 27 or 29: // OpTypeSampledImage, OpTypeRuntimeArray
                types[w[0]] = new Type(op, w[1], 0, []);
                break;
            case 28: // OpTypeArray: element, length id
                types[w[0]] = new Type(op, w[1], w[2], []);
                break;
            case 30: // OpTypeStruct
                types[w[0]] = new Type(op, 0, 0, w[1..].ToArray());
                break;
            case 32: // OpTypePointer: pointee
                types[w[0]] = new Type(op, w[2], 0, []);
                break;
            case 43: // OpConstant
                constants[w[1]] = (w[2], false);
                break;
            case 48 or 49: // OpSpecConstantTrue, False
                constants[w[1]] = (op == 48 ? 1u : 0u, true);
                break;
            case 50: // OpSpecConstant
                constants[w[1]] = (w[2], true);
                break;
            case 44 or 51: // OpConstantComposite, OpSpecConstantComposite
                composites[w[1]] = w[2..].ToArray();
                break;
            case 59: // OpVariable
                variables.Add(new Variable(w[1], w[0], w[2]));
                break;
            case 71: // OpDecorate
                decorations[(w[0], w[1])] = w.Length > 2 ? w[2] : 0;
                break;
            case 72: // OpMemberDecorate
                memberDecorations[(w[0], w[1], w[2])] = w.Length > 3 ? w[3] : 0;
                break;
        }
    }

    private void Reflect(Variable variable, string path)
    {
        if (variable.Storage is not (UniformConstant or Uniform or PushConstant or StorageBuffer))
            return;
        var typeId = types[variable.PointerType].A;
        var type = types[typeId];
        if (variable.Storage == PushConstant)
        {
            PushBytes = (StructSize(typeId, type) + 3) & ~3;
            return;
        }
        var index = (int)decorations.GetValueOrDefault((variable.Id, BindingDecoration));
        var set = decorations.GetValueOrDefault((variable.Id, SetDecoration));
        if (set != 0)
            throw new GpuException($"{path}: binding {index} lies in set {set}", "declare it in set 0, the only one the engine binds");
        var kind = variable.Storage == StorageBuffer ? BindingKind.StorageBuffer : type.Op switch
        {
            27 => BindingKind.SampledImage,
            25 when type.A == 2 => BindingKind.StorageImage,
            _ => throw new GpuException($"{path}: binding {index} is neither a storage buffer, a storage image nor a sampler2D",
                    "declare it as one of these"),
        };
        var readOnly = kind == BindingKind.SampledImage || Has(variable, typeId, type, NonWritable);
        var writeOnly = !readOnly && Has(variable, typeId, type, NonReadable);
        var access = readOnly ? Access.Read : writeOnly ? Access.Write : Access.ReadWrite;
        // Several views of one binding (floats, eight floats at once) are one binding, touched in all their ways.
        int alias = Bindings.FindIndex(b => b.Index == index), stride = kind == BindingKind.StorageBuffer ? Stride(type) : 0;
        if (alias < 0)
        {
            Bindings.Add(new KernelBinding(index, kind, access, stride));
        }
        else if (Bindings[alias].Kind != kind)
        {
            throw new GpuException($"{path}: binding {index} is declared as a {Bindings[alias].Kind} and as a {kind}", "number them apart");
        }
        else
        {
            var known = Bindings[alias];
            Bindings[alias] = new KernelBinding(index, kind, known.Access == access ? access : Access.ReadWrite, known.Stride + stride);
        }
    }

    /// <summary>Of the array that ends a storage block; 0 for a block without one.</summary>
    private int Stride(Type block) => block.Members.Length == 0 ? 0 : (int)decorations.GetValueOrDefault((block.Members[^1], ArrayStride));

    /// <summary>On the variable itself, or on every member of its block.</summary>
    private bool Has(Variable variable, uint typeId, Type type, uint decoration)
    {
        if (decorations.ContainsKey((variable.Id, decoration)))
            return true;
        if (type.Op != 30)
            return false;
        for (uint i = 0; i < type.Members.Length; i++)
        {
            if (!memberDecorations.ContainsKey((typeId, i, decoration)))
                return false;
        }
        return type.Members.Length > 0;
    }

    private int StructSize(uint id, Type type)
    {
        var end = 0;
        for (uint i = 0; i < type.Members.Length; i++)
        {
            var offset = (int)memberDecorations.GetValueOrDefault((id, i, OffsetDecoration));
            var stride = (int)memberDecorations.GetValueOrDefault((id, i, MatrixStride));
            end = Math.Max(end, offset + Size(type.Members[i], stride));
        }
        return end;
    }

    private int Size(uint id, int matrixStride)
    {
        var type = types[id];
        return type.Op switch
        {
            21 or 22 => (int)type.A,
            23 => Size(type.A, 0) * (int)type.B,
            24 => matrixStride * (int)type.B,
            28 => (int)decorations.GetValueOrDefault((id, ArrayStride)) * (int)constants[type.B].Value,
            30 => StructSize(id, type),
            _ => 0,
        };
    }
}
