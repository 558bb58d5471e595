// Operands that a step reaches by address, so that it may have any number of them.
namespace CnnCompute;

/// <summary>
/// The operands of a step from <paramref name="First"/> on have no bindings of their own: the shader's last binding is a table of rows, each of
/// <paramref name="Columns"/> addresses (8 bytes) and as many words (4 bytes) as <see cref="Words"/> has for it. A row takes a multiple of 8 bytes.
/// Inputs are read; whatever else is in the table is read and written. All are f32, whatever the storage of activations.
/// </summary>
/// <param name="First">Index of the first such operand in <see cref="Step.Bindings"/>; the rest of them are whole rows.</param>
/// <param name="Columns">Operands of a row.</param>
/// <param name="Words">Numbers of the rows, one row after the other.</param>
public sealed record OperandTable(int First, int Columns, uint[] Words);
