using CsCheck;
using FluentAssertions;
using TesslateLite.Hub.Attachments;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Hub.Tests.Attachments;

public sealed class PictureHeaderTests
{
    private static readonly byte[] Gif = [.. "GIF89a"u8, 0x40, 0x01, 0xc8, 0x00, 0xf7, 0];

    // 320 x 200, each.
    private static readonly byte[] Lossy =
        [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP8 "u8, 0, 0, 0, 0, 0x30, 0x01, 0x00, 0x9d, 0x01, 0x2a, 0x40, 0x41, 0xc8, 0x40, 0, 0];

    private static readonly byte[] Lossless =
        [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP8L"u8, 0, 0, 0, 0, 0x2f, 0x3f, 0xc1, 0x31, 0x10, 0, 0, 0, 0, 0];

    private static readonly byte[] Extended =
        [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 0x10, 0, 0, 0, 0x3f, 0x01, 0x00, 0xc7, 0x00, 0x00];

    private static readonly byte[] Jpeg =
        [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, 0xdb, 0, 3, 9, 0xff, 0xc4, 0, 2, 0xff, 0xc2, 0, 17, 8, 0, 200, 0x01, 0x40, 3, 0xff, 0xda];

    public static TheoryData<string, byte[]> Files => new()
    {
        { "image/png", Pictures.Png(320, 200) },
        { "image/gif", Gif },
        { "image/webp", Lossy },
        { "image/webp", Lossless },
        { "image/webp", Extended },
        { "image/jpeg", Jpeg },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void The_first_bytes_tell_the_kind_and_the_size(string mediaType, byte[] file) =>
        PictureHeader.Read(file).Should().Be(new PictureHeader(mediaType, 320, 200));

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_that_ends_within_its_header_is_no_picture(string mediaType, byte[] file)
    {
        for (var length = 0; length < file.Length; length++)
        {
            PictureHeader.Read(file.AsSpan(0, length)).Should().Match<PictureHeader?>(
                header => header == null || header == new PictureHeader(mediaType, 320, 200), "of {0} bytes", length);
        }

        PictureHeader.Read(file.AsSpan(0, 8)).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Whatever_is_broken_in_a_file_reading_it_does_not_fail_and_gives_no_side_below_1(string mediaType, byte[] file) =>
        Gen.Select(Gen.Int[0, file.Length - 1], Gen.Byte).Array[1, 6].Sample(
            changes =>
            {
                var broken = file.ToArray();
                foreach (var (at, value) in changes)
                {
                    broken[at] = value;
                }

                if (PictureHeader.Read(broken) is { } header)
                {
                    header.Should().Match<PictureHeader>(h => h.MediaType.StartsWith("image/") && h.Width >= 1 && h.Height >= 1, mediaType);
                }
            },
            iter: 2_000);

    [Fact]
    public void Other_files_are_no_pictures()
    {
        byte[][] files =
        [
            [],
            [.. "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'></svg>"u8],
            [.. "%PDF-1.7 and then a lot more than a header of any picture has"u8],
            [.. "BM and then a lot more than a header of any picture has......"u8],
            [.. "RIFF....WAVEfmt and then more than a header of any picture has"u8],
            [.. " GIF89a and then a lot more than a header of any picture has"u8],
        ];

        files.Should().OnlyContain(file => PictureHeader.Read(file) == null);
    }

    [Fact]
    public void A_side_of_nothing_or_of_less_is_no_picture()
    {
        PictureHeader.Read(Pictures.Png(0, 200)).Should().BeNull();
        PictureHeader.Read(Pictures.Png(320, -1)).Should().BeNull();
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xd8, 0xff, 0xda, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8, 0, 1, 0, 1 }, "behind the start of the scan")]
    [InlineData(new byte[] { 0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xc0, 0, 17, 8, 0, 1, 0, 1 }, "behind a segment without a length")]
    [InlineData(new byte[] { 0xff, 0xd8, 0x00, 0xc0, 0, 17, 8, 0, 1, 0, 1 }, "without a marker")]
    public void A_jpeg_whose_frame_is_where_none_may_be_is_no_picture(byte[] file, string where) =>
        PictureHeader.Read(file).Should().BeNull(where);
}
