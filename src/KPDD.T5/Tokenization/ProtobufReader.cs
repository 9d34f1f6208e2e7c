using System.Buffers.Binary;

namespace KPDD.T5;

/// <summary>Walks the fields of one protobuf message: just enough of the format to read a SentencePiece model.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private readonly ReadOnlySpan<byte> message = message;

    /// <summary>Offset of the next unread byte.</summary>
    public int Position { get; private set; }

    /// <summary>Number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>Value of the current field when it is a number of variable length.</summary>
    public ulong Number { get; private set; }

    /// <summary>Offset of the current field's value.</summary>
    public int ValueStart { get; private set; }

    /// <summary>The bytes of the current field's value.</summary>
    public readonly ReadOnlySpan<byte> Value => message[ValueStart..Position];

    /// <summary>Moves to the next field.</summary>
    /// <returns>False at the end of the message.</returns>
    /// <exception cref="InvalidDataException">The message breaks off or is no protobuf.</exception>
    public bool Read()
    {
        if (Position == message.Length)
        {
            return false;
        }

        ulong tag = ReadNumber();
        Field = (int)(tag >> 3);
        Number = 0;
        ValueStart = Position;
        switch (tag & 7)
        {
            case 0:
                Number = ReadNumber();
                break;
            case 1:
                Skip(8);
                break;
            case 2:
                ulong length = ReadNumber();
                ValueStart = Position;
                Skip(length);
                break;
            case 5:
                Skip(4);
                Number = BinaryPrimitives.ReadUInt32LittleEndian(Value);
                break;
            default:
                throw new InvalidDataException($"byte {ValueStart} starts no known kind of field");
        }

        return Field > 0 ? true : throw new InvalidDataException($"field number 0 before byte {ValueStart}");
    }

    private ulong ReadNumber()
    {
        ulong number = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            if (Position == message.Length)
            {
                throw new InvalidDataException("it breaks off inside a number");
            }

            byte next = message[Position++];
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return number;
            }
        }

        throw new InvalidDataException($"the number before byte {Position} is too long");
    }

    private void Skip(ulong length)
    {
        if (length > (ulong)(message.Length - Position))
        {
            throw new InvalidDataException($"a field at byte {Position} is longer than the rest of the data");
        }

        Position += (int)length;
    }
}
